//! Country names as the publishers write them, and the ISO 3166 code that each stands for.

/// The code (alpha-2, lower case) of a country written in English, in the spellings of OFAC and
/// of the United Nations: "Korea, North", "Iran (Islamic Republic of)", "possibly Palestinian".
pub fn code(name: &str) -> Option<&'static str> {
    let key = key(name);
    let key = ["possibly ", "region ", "the "]
        .iter()
        .fold(key.as_str(), |key, opening| key.strip_prefix(opening).unwrap_or(key));
    let found = NAMES.binary_search_by(|(name, _)| (*name).cmp(key)).ok()?;
    Some(NAMES[found].1)
}

/// The country at the end of a place: "Cali, Valle, Colombia", "Tunis (Tunisia)".
pub fn at_end_of(place: &str) -> Option<&'static str> {
    let place = place.trim().trim_end_matches(['.', ')']);
    let commas = place.char_indices().filter(|(_, c)| matches!(c, ',' | '('));
    std::iter::once(0)
        .chain(commas.map(|(at, _)| at + 1))
        .find_map(|start| code(place.get(start..)?))
}

/// Longer texts are no country, and need no folding.
const LONGEST: usize = 80;

fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len().min(LONGEST));
    let mut gap = false;
    for c in name.chars().take(LONGEST).flat_map(char::to_lowercase) {
        match plain(c) {
            Some(letter) => {
                if gap && !key.is_empty() {
                    key.push(' ');
                }
                gap = false;
                key.push(letter);
            }
            None if c == '&' => {
                key.push_str(" and");
                gap = true;
            }
            None => gap |= !matches!(c, '\'' | '’' | '.' | '\u{307}'),
        }
    }
    key
}

fn plain(c: char) -> Option<char> {
    Some(match c {
        'a'..='z' => c,
        'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'õ' | 'ö' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        _ => return None,
    })
}

/// Folded names in byte order, for the binary search.
#[rustfmt::skip]
const NAMES: &[(&str, &str)] = &[
    ("afghanistan", "af"), ("aland islands", "ax"), ("albania", "al"), ("algeria", "dz"),
    ("american samoa", "as"), ("andorra", "ad"), ("angola", "ao"), ("anguilla", "ai"),
    ("antarctica", "aq"), ("antigua and barbuda", "ag"), ("argentina", "ar"), ("armenia", "am"),
    ("aruba", "aw"), ("australia", "au"), ("austria", "at"), ("azerbaijan", "az"),
    ("bahamas", "bs"), ("bahamas the", "bs"), ("bahrain", "bh"), ("bangladesh", "bd"),
    ("barbados", "bb"), ("belarus", "by"), ("belgium", "be"), ("belize", "bz"), ("benin", "bj"),
    ("bermuda", "bm"), ("bhutan", "bt"), ("bolivarian republic of venezuela", "ve"),
    ("bolivia", "bo"), ("bolivia plurinational state of", "bo"), ("bonaire", "bq"),
    ("bosnia", "ba"), ("bosnia and herzegovina", "ba"), ("bosnia herzegovina", "ba"),
    ("botswana", "bw"), ("bouvet island", "bv"), ("brasil", "br"), ("brazil", "br"),
    ("british indian ocean territory", "io"), ("british virgin islands", "vg"), ("brunei", "bn"),
    ("brunei darussalam", "bn"), ("bulgaria", "bg"), ("burkina faso", "bf"), ("burma", "mm"),
    ("burundi", "bi"), ("byelorussia", "by"), ("cabo verde", "cv"),
    ("cabo verde previously cape verde", "cv"), ("cambodia", "kh"), ("cameroon", "cm"),
    ("canada", "ca"), ("cape verde", "cv"), ("cayman islands", "ky"),
    ("central african republic", "cf"), ("chad", "td"), ("chile", "cl"), ("china", "cn"),
    ("china hong kong special administrative region", "hk"),
    ("china macao special administrative region", "mo"), ("china peoples republic of", "cn"),
    ("christmas island", "cx"), ("cocos islands", "cc"), ("colombia", "co"), ("comoros", "km"),
    ("comoros islands", "km"), ("congo", "cg"), ("congo democratic republic of", "cd"),
    ("congo democratic republic of the", "cd"), ("congo republic of", "cg"),
    ("congo republic of the", "cg"), ("cook islands", "ck"), ("costa rica", "cr"),
    ("cote d ivoire", "ci"), ("cote divoire", "ci"), ("crimea", "ua"), ("croatia", "hr"),
    ("cuba", "cu"), ("curacao", "cw"), ("cyprus", "cy"), ("czech republic", "cz"),
    ("czechia", "cz"), ("democratic peoples republic of korea", "kp"),
    ("democratic republic of the congo", "cd"), ("denmark", "dk"), ("djibouti", "dj"),
    ("dominica", "dm"), ("dominican republic", "do"), ("dprk", "kp"), ("dr congo", "cd"),
    ("drc", "cd"), ("east timor", "tl"), ("ecuador", "ec"), ("egypt", "eg"), ("el salvador", "sv"),
    ("england", "gb"), ("equatorial guinea", "gq"), ("eritrea", "er"), ("espana", "es"),
    ("estados unidos mexicanos", "mx"), ("estonia", "ee"), ("eswatini", "sz"), ("ethiopia", "et"),
    ("falkland islands", "fk"), ("falkland islands islas malvinas", "fk"), ("faroe islands", "fo"),
    ("fiji", "fj"), ("finland", "fi"), ("former yugoslav republic of macedonia", "mk"),
    ("france", "fr"), ("french guiana", "gf"), ("french polynesia", "pf"),
    ("french southern territories", "tf"), ("gabon", "ga"), ("gambia", "gm"), ("gambia the", "gm"),
    ("gaza", "ps"), ("gaza strip", "ps"), ("georgia", "ge"), ("germany", "de"), ("ghana", "gh"),
    ("gibraltar", "gi"), ("great britain", "gb"), ("greece", "gr"), ("greenland", "gl"),
    ("grenada", "gd"), ("guadeloupe", "gp"), ("guam", "gu"), ("guatemala", "gt"),
    ("guernsey", "gg"), ("guinea", "gn"), ("guinea bissau", "gw"), ("guyana", "gy"),
    ("haiti", "ht"), ("holy see", "va"), ("honduras", "hn"), ("hong kong", "hk"),
    ("hong kong sar", "hk"), ("hungary", "hu"), ("iceland", "is"), ("india", "in"),
    ("indonesia", "id"), ("iran", "ir"), ("iran islamic republic of", "ir"), ("iraq", "iq"),
    ("ireland", "ie"), ("islamic republic of iran", "ir"), ("isle of man", "im"), ("israel", "il"),
    ("italy", "it"), ("ivory coast", "ci"), ("jamaica", "jm"), ("japan", "jp"), ("jersey", "je"),
    ("jordan", "jo"), ("kazakhstan", "kz"), ("kenya", "ke"), ("kingdom of the netherlands", "nl"),
    ("kiribati", "ki"), ("korea democratic peoples republic of", "kp"), ("korea north", "kp"),
    ("korea republic of", "kr"), ("korea south", "kr"), ("kosovo", "xk"), ("kuwait", "kw"),
    ("kyrgyz republic", "kg"), ("kyrgyzstan", "kg"), ("lao peoples democratic republic", "la"),
    ("laos", "la"), ("latvia", "lv"), ("lebanon", "lb"), ("lesotho", "ls"), ("liberia", "lr"),
    ("libya", "ly"), ("libyan arab jamahiriya", "ly"), ("liechtenstein", "li"), ("lithuania", "lt"),
    ("luxembourg", "lu"), ("macao", "mo"), ("macau", "mo"), ("macedonia", "mk"),
    ("macedonia the former yugoslav republic of", "mk"), ("madagascar", "mg"), ("malawi", "mw"),
    ("malaysia", "my"), ("maldives", "mv"), ("mali", "ml"), ("malta", "mt"), ("man isle of", "im"),
    ("marshall islands", "mh"), ("martinique", "mq"), ("mauritania", "mr"), ("mauritius", "mu"),
    ("mayotte", "yt"), ("mexico", "mx"), ("micronesia", "fm"),
    ("micronesia federated states of", "fm"), ("moldova", "md"), ("moldova republic of", "md"),
    ("monaco", "mc"), ("mongolia", "mn"), ("montenegro", "me"), ("montserrat", "ms"),
    ("morocco", "ma"), ("mozambique", "mz"), ("myanmar", "mm"), ("namibia", "na"), ("nauru", "nr"),
    ("nepal", "np"), ("netherlands", "nl"), ("netherlands kingdom of the", "nl"),
    ("new caledonia", "nc"), ("new zealand", "nz"), ("nicaragua", "ni"), ("niger", "ne"),
    ("nigeria", "ng"), ("niue", "nu"), ("norfolk island", "nf"), ("north korea", "kp"),
    ("north macedonia", "mk"), ("north macedonia the republic of", "mk"),
    ("northern ireland", "gb"), ("northern mariana islands", "mp"), ("norway", "no"),
    ("occupied palestinian territory", "ps"), ("oman", "om"), ("pakistan", "pk"), ("palau", "pw"),
    ("palestine", "ps"), ("palestinian", "ps"), ("palestinian territories", "ps"),
    ("palestinian territory occupied", "ps"), ("panama", "pa"), ("papua new guinea", "pg"),
    ("paraguay", "py"), ("peoples republic of china", "cn"), ("peru", "pe"), ("philippines", "ph"),
    ("pitcairn", "pn"), ("plurinational state of bolivia", "bo"), ("poland", "pl"),
    ("polynesia french", "pf"), ("portugal", "pt"), ("puerto rico", "pr"), ("qatar", "qa"),
    ("republic of kazakhstan", "kz"), ("republic of korea", "kr"), ("republic of moldova", "md"),
    ("republic of south sudan", "ss"), ("republic of the congo", "cg"),
    ("republica dominicana", "do"), ("reunion", "re"), ("romania", "ro"), ("russia", "ru"),
    ("russian federation", "ru"), ("rwanda", "rw"), ("saint barthelemy", "bl"),
    ("saint helena", "sh"), ("saint kitts and nevis", "kn"), ("saint lucia", "lc"),
    ("saint martin", "mf"), ("saint pierre and miquelon", "pm"),
    ("saint vincent and the grenadines", "vc"), ("samoa", "ws"), ("san marino", "sm"),
    ("sao tome and principe", "st"), ("saudi arabia", "sa"), ("scotland", "gb"), ("senegal", "sn"),
    ("serbia", "rs"), ("serbia and montenegro", "rs"), ("seychelles", "sc"), ("sierra leone", "sl"),
    ("singapore", "sg"), ("sint maarten", "sx"), ("slovak republic", "sk"), ("slovakia", "sk"),
    ("slovenia", "si"), ("solomon islands", "sb"), ("somalia", "so"), ("south africa", "za"),
    ("south korea", "kr"), ("south sudan", "ss"), ("south sudan republic of", "ss"),
    ("spain", "es"), ("sri lanka", "lk"), ("st kitts and nevis", "kn"), ("st lucia", "lc"),
    ("st vincent and the grenadines", "vc"), ("state of palestine", "ps"), ("sudan", "sd"),
    ("sudan republic of the", "sd"), ("suriname", "sr"), ("svalbard and jan mayen", "sj"),
    ("swaziland", "sz"), ("sweden", "se"), ("switzerland", "ch"), ("syria", "sy"),
    ("syrian arab republic", "sy"), ("taiwan", "tw"), ("taiwan province of china", "tw"),
    ("tajikistan", "tj"), ("tanzania", "tz"), ("tanzania united republic of", "tz"),
    ("thailand", "th"), ("timor leste", "tl"), ("togo", "tg"), ("tokelau", "tk"), ("tonga", "to"),
    ("trinidad and tobago", "tt"), ("tunisia", "tn"), ("turkey", "tr"), ("turkiye", "tr"),
    ("turkmenistan", "tm"), ("turks and caicos islands", "tc"), ("tuvalu", "tv"), ("uae", "ae"),
    ("uganda", "ug"), ("uk", "gb"), ("ukraine", "ua"), ("united arab emirates", "ae"),
    ("united kingdom", "gb"), ("united kingdom of great britain and northern ireland", "gb"),
    ("united republic of tanzania", "tz"), ("united states", "us"),
    ("united states of america", "us"), ("united states virgin islands", "vi"), ("uruguay", "uy"),
    ("us", "us"), ("usa", "us"), ("uzbekistan", "uz"), ("vanuatu", "vu"), ("vatican", "va"),
    ("vatican city", "va"), ("venezuela", "ve"), ("venezuela bolivarian republic of", "ve"),
    ("viet nam", "vn"), ("vietnam", "vn"), ("virgin islands british", "vg"),
    ("virgin islands us", "vi"), ("wales", "gb"), ("wallis and futuna", "wf"), ("west bank", "ps"),
    ("west bank and gaza", "ps"), ("western sahara", "eh"), ("yemen", "ye"), ("zambia", "zm"),
    ("zimbabwe", "zw"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_folded_sorted_and_unique() {
        assert!(NAMES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (name, code) in NAMES {
            assert_eq!(key(name), *name);
            assert_eq!(code.len(), 2, "{name}");
        }
    }

    #[test]
    fn the_publishers_spellings_are_known() {
        for (name, expected) in [
            ("Colombia", "co"),
            ("Korea, North", "kp"),
            ("Democratic People's Republic of Korea", "kp"),
            ("Burma", "mm"),
            ("Myanmar", "mm"),
            ("Palestinian", "ps"),
            ("possibly Palestinian", "ps"),
            ("Region: Gaza", "ps"),
            ("Congo, Democratic Republic of the", "cd"),
            ("Democratic Republic of the Congo", "cd"),
            ("Congo, Republic of the", "cg"),
            ("Iran (Islamic Republic of)", "ir"),
            ("Macedonia, The Former Yugoslav Republic of", "mk"),
            ("Virgin Islands, British", "vg"),
            ("Virgin Islands, U.S.", "vi"),
            ("Cote d Ivoire", "ci"),
            ("Côte d'Ivoire", "ci"),
            ("Türkiye", "tr"),
            ("TÜRKİYE", "tr"),
            ("The Gambia", "gm"),
            ("Bahamas, The", "bs"),
            ("St. Kitts & Nevis", "kn"),
            ("Cabo Verde.  Previously Cape Verde.", "cv"),
            ("MÉXICO", "mx"),
            ("  united   states ", "us"),
        ] {
            assert_eq!(code(name), Some(expected), "{name}");
        }
        for name in ["", "-0-", "undetermined", "None Identified", "former Soviet Union", "N"] {
            assert_eq!(code(name), None, "{name}");
        }
    }

    #[test]
    fn a_place_ends_with_its_country() {
        for (place, expected) in [
            ("Cali, Valle, Colombia", Some("co")),
            ("Colombia", Some("co")),
            ("Pyongyang, Korea, North", Some("kp")),
            ("Tunis (Tunisia)", Some("tn")),
            ("Medellín, Antioquia", None),
        ] {
            assert_eq!(at_end_of(place), expected, "{place}");
        }
    }
}
