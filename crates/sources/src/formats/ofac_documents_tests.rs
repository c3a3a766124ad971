use super::*;

fn document(part: &str) -> Option<(DocumentKind, String, Option<String>)> {
    let document = read(part, EntityKind::Person)?.document?;
    Some((document.kind, document.number, document.country))
}

#[test]
fn every_kind_of_document_is_read() {
    for (part, kind, number, country) in [
        ("Cedula No. 10000001 (Colombia)", ID, "10000001", "co"),
        ("Cedula No. V-10000001 (Venezuela)", ID, "V10000001", "ve"),
        ("Cedula No. 8-100-001 (Panama)", ID, "8100001", "pa"),
        ("Cedula No. 001-1000000-1 (Dominican Republic)", ID, "00110000001", "do"),
        ("Cedula No. T.I. 10000-00001 (Colombia)", ID, "1000000001", "co"),
        ("Cedula de Extranjeria No. 100001 (Colombia)", ID, "100001", "co"),
        ("NIT # 900100001-1 (Colombia)", TAX, "9001000011", "co"),
        ("NIT # 9001000011 (Colombia)", TAX, "9001000011", "co"),
        ("R.F.C. FIC-100101-AA1 (Mexico)", TAX, "FIC100101AA1", "mx"),
        ("RFC FICA100101 (Mexico)", TAX, "FICA100101", "mx"),
        ("R.F.C. FIC 100101 AA1", TAX, "FIC100101AA1", "mx"),
        ("C.U.R.P. FICA100101HDFXXX01 (Mexico) issued 1999", ID, "FICA100101HDFXXX01", "mx"),
        ("RUC # 20100000001 (Peru)", TAX, "20100000001", "pe"),
        ("RUC # 10001-1-100001 (Panama)", TAX, "100011100001", "pa"),
        ("D.N.I. 10.000.001 (Spain)", ID, "10000001", "es"),
        ("RIF # J-10000001-0 (Venezuela)", TAX, "J100000010", "ve"),
        ("Tax ID No. RIF J-10000001-0 (Venezuela)", TAX, "J100000010", "ve"),
        ("C.U.I.T. 30-10000001-1", TAX, "30100000011", "ar"),
        ("C.P.F. 100.000.001-01", ID, "10000000101", "br"),
        ("RTN 10000000000001 (Honduras)", TAX, "10000000000001", "hn"),
        ("Numero de Identidad 0100-1900-00001 (Honduras)", ID, "0100190000001", "hn"),
        ("C.U.I. 1000000000001 (Guatemala)", ID, "1000000000001", "gt"),
        ("LE Number 10000001 (Peru)", ID, "10000001", "pe"),
        ("National ID No. 10000-0000001-1 (Pakistan)", ID, "1000000000011", "pk"),
        ("National ID No. CNIC: 10000-0000001-1 (Pakistan)", ID, "1000000000011", "pk"),
        ("National ID No.: 1000001, Kenya", ID, "1000001", "ke"),
        ("National ID No. 12/ABCDEF(N)100001 (Burma)", ID, "12ABCDEFN100001", "mm"),
        ("National ID No. A100001(7)", ID, "A1000017", ""),
        ("Passport A100001 and National ID No. 1", PASSPORT, "A100001", ""),
        ("National ID No. (ABC)100001 (Burma)", ID, "ABC100001", "mm"),
        ("National Foreign ID Number RNE: W100001-1 (Brazil)", ID, "W1000011", "br"),
        ("Tax ID No. 1000000001 (Russia)", TAX, "1000000001", "ru"),
        ("SSN 100-00-0001 (United States)", ID, "100000001", "us"),
        ("US FEIN 10-0000001", TAX, "100000001", "us"),
        ("Passport AB100001 (Korea, North) expires 04 Jul 2017", PASSPORT, "AB100001", "kp"),
        ("Passport AB 100001 (Lebanon)", PASSPORT, "AB100001", "lb"),
        (
            "Passport A1000001 (Colombia) issued 01 Jan 2001 expires 01 Jan 2011",
            PASSPORT,
            "A1000001",
            "co",
        ),
        ("Passport 1000001 - 16/2/1421H issued 21 May 2000", PASSPORT, "1000001", ""),
        ("Passport No.: 1000001, Eritrea, Issue Date 21 August 2006", PASSPORT, "1000001", "er"),
        ("Diplomatic Passport D1000001 (Virgin Islands, British)", PASSPORT, "D1000001", "vg"),
        ("Driver's License No. A1000001 (Mexico)", OTHER, "A1000001", "mx"),
        ("Matricula Mercantil No 100001-1 Cali (Colombia)", OTHER, "1000011CALI", "co"),
        ("Registration Number 01000001 (United Kingdom)", OTHER, "01000001", "gb"),
        ("UK Company Number 01000001", OTHER, "01000001", "gb"),
        ("Company Number IMO 1000001", OTHER, "1000001", ""),
        ("Public Registration Number 100001, Doc. 100002 (Panama)", OTHER, "100001", "pa"),
        (
            "Business Registration Document # CUD: A10000000001 (Mexico)",
            OTHER,
            "A10000000001",
            "mx",
        ),
        (
            "Unified Social Credit Code (USCC) 91100000000001X (China)",
            OTHER,
            "91100000000001X",
            "cn",
        ),
        ("Vessel Registration Identification IMO 1000001", OTHER, "1000001", ""),
        ("Aircraft Tail Number EP-XXX", OTHER, "EPXXX", ""),
        ("Electoral Registry No. 10000001 (Venezuela)", OTHER, "10000001", "ve"),
    ] {
        let country = (!country.is_empty()).then(|| country.to_owned());
        assert_eq!(document(part), Some((kind, number.to_owned(), country)), "{part}");
    }
}

#[test]
fn an_unclear_number_is_shown_but_not_compared() {
    for part in [
        "U.S.A. Passport issued 21 Jun 1992 in Amman, Jordan",
        "License to operate in 1999",
        "Registration ID 15",
        "Cedula No. 1 (Colombia)",
    ] {
        assert!(read(part, EntityKind::Person).is_some(), "{part}");
        assert_eq!(document(part), None, "{part}");
    }
}

#[test]
fn prose_is_no_document() {
    for part in [
        "Director of Tax ID Office",
        "National Director of the police",
        "Passports were seized",
        "Passport",
        "NITRATE 1000001",
        "License holder",
        "ÑÑÑ",
        "",
    ] {
        assert!(read(part, EntityKind::Person).is_none(), "{part}");
    }
}

#[test]
fn an_identification_number_of_a_company_is_no_national_id() {
    let part = "Identification Number 100001 (Iraq)";
    let kind = |about| read(part, about).unwrap().document.unwrap().kind;
    assert_eq!(kind(EntityKind::Person), ID);
    assert_eq!(kind(EntityKind::Company), OTHER);
}

#[test]
fn no_form_hides_a_longer_one() {
    for (at, form) in FORMS.iter().enumerate() {
        let hidden = FORMS[at + 1..].iter().find(|later| form.rest_of(later.opening).is_some());
        assert!(hidden.is_none(), "{} hides {}", form.opening, hidden.unwrap().opening);
    }
}
