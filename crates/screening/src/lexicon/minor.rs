//! Small parts of persons' names: particles, titles, suffixes and shortened names.

/// Particles of surnames, which belong to the token that follows.
pub(crate) fn is_particle(token: &str) -> bool {
    const PARTICLES: &[&str] = &[
        "de", "del", "la", "las", "los", "el", "y", "e", "do", "da", "dos", "das", "di", "du",
        "della", "van", "von", "der", "den", "ter", "ten", "al", "ul", "bin", "ibn", "bint", "ben",
        "abu", "abou", "oglu", "ogly", "kyzy", "san", "santa", "ud", "ad", "as", "ash", "ar", "at",
        "az", "le", "zu",
    ];
    PARTICLES.contains(&token)
}

/// Whether a particle stands before a surname rather than between links of a chain.
pub(crate) fn is_romance_particle(token: &str) -> bool {
    matches!(token, "de" | "del" | "la" | "las" | "los") || is_portuguese_particle(token)
}

/// Whether a particle tells a Portuguese name.
pub(crate) fn is_portuguese_particle(token: &str) -> bool {
    matches!(token, "do" | "da" | "dos" | "das")
}

/// Forms of address and degrees, which are not part of a name.
pub(crate) fn is_title(token: &str) -> bool {
    matches!(
        token,
        "sr" | "sra"
            | "srta"
            | "don"
            | "dona"
            | "dr"
            | "dra"
            | "ing"
            | "lic"
            | "abog"
            | "arq"
            | "mr"
            | "mrs"
            | "ms"
            | "prof"
            | "gral"
            | "general"
            | "colonel"
            | "capt"
            | "captain"
            | "capitan"
            | "comandante"
            | "shaykh"
            | "sheikh"
            | "mullah"
            | "mulla"
            | "maulavi"
            | "hajji"
            | "haji"
            | "alhaj"
            | "eng"
            | "sir"
            | "padre"
            | "fray"
    )
}

/// The kind of a generation suffix; two spellings of one suffix share it.
pub(crate) fn suffix(token: &str) -> Option<u8> {
    Some(match token {
        "junior" | "jr" | "filho" | "hijo" => 1,
        "neto" => 2,
        "sobrinho" => 3,
        "ii" => 4,
        "iii" => 5,
        "iv" => 6,
        "senior" => 7,
        _ => return None,
    })
}

/// Given names that are written short in Spanish and Portuguese.
pub(crate) fn short_given(token: &str) -> Option<&'static str> {
    Some(match token {
        "ma" => "maria",
        "fco" => "francisco",
        "fca" => "francisca",
        "gpe" => "guadalupe",
        "ant" => "antonio",
        "hdez" => "hernandez",
        "fdez" => "fernandez",
        "rguez" | "rdguez" | "rdz" => "rodriguez",
        "glez" | "gzlez" => "gonzalez",
        "mtz" | "mtnez" => "martinez",
        "dguez" => "dominguez",
        "gtz" => "gutierrez",
        _ => return None,
    })
}
