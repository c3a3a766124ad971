//! Legal forms of companies, by the family of law that they belong to.

use super::LegalFamily::{self, *};

/// Glued forms and their families.
pub(super) const FORMS: &[(LegalFamily, &str)] = &[
    (
        Shares,
        "sa saa sac sab sapi sade sadecv sabdecv sapidecv saic sacif saci sacfi saicf spa sca saca
         ag plc inc incorporated corp nv asa ab oyj oao pao ao zao jsc ojsc pjsc cjsc kk bhd tbk
         sas sasu sociedadanonima sociedadeanonima sociedadanonimacerrada
         sociedadanonimadecapitalvariable sociedadporaccionessimplificada sae sal pjs
         sasesp saesp saespcv ca companiaanonima",
    ),
    (
        Limited,
        "srl sderl sderldecv srldecv ltda limitada ltd limited llc lc llp gmbh sarl bv bvba ooo
         sprl pvt pvtltd privatelimited pteltd ptyltd sdnbhd coltd coltda colimited fze fzc fzco
         fzllc oy aps kft doo sro spzoo cialtda cialimitada lda ultda
         sociedadderesponsabilidadlimitada sociedadlimitada wll tll",
    ),
    (
        Sole,
        "eirl eireli me epp mei eu empresaindividual empresaunipersonal eup
         empresaindividualderesponsabilidadlimitada ei",
    ),
    (
        Partnership,
        "senc sennc scs snc lp kg gmbhcokg sociedadencomandita sencs scienc senca ycia eciacia sc
         sociedadcivil ss",
    ),
    (Cooperative, "coop cooperativa scrl coopltda rl cdercv sccl"),
    (NonProfit, "esal ac iap ong ngo ev asociacioncivil abp osc"),
    (Public, "esp ep eice sem sadeecmixta ese"),
];
