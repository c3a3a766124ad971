//! Given names by gender and by how common they are in Latin America and on lists.

/// Carried by one in a hundred or more.
pub(super) const MALE_VERY_COMMON: &str = "
    jose juan luis carlos jorge pedro antonio francisco miguel manuel jesus daniel david joao
    mohammed mohamed muhammad ahmed ahmad ali paulo alejandro fernando eduardo";

/// Common all the same.
pub(super) const MALE: &str = "
    aaron abdallah abdullah abel abelardo abraham adalberto adan adelmo adolfo adrian agustin alan
    alberto aldo aleksandr aleksei alexander alexandre alexis alfonso alfredo alonso alvaro amadeo
    amilcar anastasio andre andrei andres andrew angel anibal anselmo anton ariel aristides armando
    arnaldo arnold arnulfo arthur artur arturo augusto aurelio baltazar bartolome bautista benito
    benjamin bernabe bernardo boris brayan brian bruno bryan caio camilo cayetano cesar charles
    christian ciro claudio clemente cristian cristobal cristhian dagoberto damian danilo dario
    davi demetrio denis diego dimas dimitri dmitri dmitry domingo donato edgar edgardo edilberto
    edison edmundo edson eladio eleazar elias eliecer eliseo eloy elvis emanuel emilio emmanuel
    enrique enzo epifanio erick eric ernesto esteban eugenio eusebio evaristo evgeny ezequiel fabian
    fabio fabricio facundo faustino fausto federico felipe felix fermin fidel filipe flavio
    florencio fortunato francis franco frank freddy fredy gabriel gaspar gastao gaston george
    geraldo gerardo german gerson gilberto giovanni giovanny gonzalo gregorio guilherme guillermo
    gumercindo gustavo hamza hassan hasan hector helio henrique henry heriberto hernan hernando
    hilario hipolito hugo humberto hussein husayn hussain ibrahim ignacio igor isaac isaias isidro
    ismael israel italo ivan jacinto jacob jaime jairo james jason javier jean jeferson jeremias
    jeronimo jhon jimmy joaquin joel john johnny jonathan jonas jordan joseph joshua josue juliano
    julian julio justo kevin khaled khalid laureano lazaro leandro lenin leonardo leonel leonidas
    leopoldo lino lisandro lorenzo lucas lucio luciano luiz mahmoud marcelino marcelo marcial marco
    marcos mariano mario mark martin mateo matheus mateus mathias matias mauricio mauro maximiliano
    maximo michael mikhail milton misael modesto moises mustafa napoleon narciso nelson nemesio
    nestor nicolas nicolai nikolai noe norberto octavio oleg omar orlando oscar osvaldo oswaldo otto
    pablo pascual patricio patrick paul pavel percy peter plinio policarpo porfirio primitivo prospero
    rafael raimundo ramiro ramon raul raymundo reinaldo renan renato rene reynaldo ricardo richard
    rigoberto roberto robert robinson rodolfo rodrigo rogelio roger rogerio rolando roman romulo
    ronald ronaldo roque ruben rufino ruslan saul salomon salvador samuel sancho santiago saturnino
    sebastian segundo serafin sergei sergey sergio severino severo silverio silvestre silvio simon
    sixto stalin stefan steven tarek tariq teodoro teofilo thiago tiago thomas timoteo tobias tomas
    toribio tulio ubaldo ulises valentin valerio vicente victor vinicius virgilio vitor vladimir
    wagner walter washington wellington wenceslao william willian wilmer wilson yasser yoel yuri
    yusuf zacarias zenon";

/// Carried by one in a hundred or more.
pub(super) const FEMALE_VERY_COMMON: &str = "
    maria ana luz rosa carmen martha marta laura sandra patricia gloria juana claudia fatima";

/// Common all the same.
pub(super) const FEMALE: &str = "
    abigail ada adela adelaida adriana aida aisha alba alejandra alexandra alice alicia alina aline
    alma amalia amanda amelia amparo anabel anahi andrea andreia angela angelica angelina anita anna
    antonia antonella araceli ariana aurora azucena barbara beatriz belen berenice bernarda bertha
    berta betty bianca blanca brenda briana bruna camila candelaria carla carlota carolina catalina
    catherine cecilia celeste celia celina clara clemencia clotilde concepcion constanza consuelo
    cristiane cristina cruz cynthia dalia daniela daniele debora delfina delia denise diana digna
    dolores dominga dora doris edith elba elena eliana elisa elizabeth eloisa elsa elvira emilia
    emma enriqueta ercilia erica erika ermelinda esmeralda esperanza estefania estela esther eugenia
    eulalia eva evangelina evelyn fabiana fabiola felicia felisa fernanda fiorella flavia flor
    florencia francisca gabriela genoveva georgina gertrudis giovanna giselle gisela gladys graciela
    grace greta griselda guadalupe guillermina helena hilda hortensia ida ileana ines ingrid irene
    iris irma isabel isabela isabella isidora ivonne jacinta jacqueline janet jaqueline jazmin
    jennifer jenny jessica jimena joana joaquina johana johanna josefa josefina juliana julia
    julieta karen karina karla katherine katia khadija lady larissa leila leonor leticia lidia lilia
    lilian liliana lina lorena lourdes lucero lucia luciana lucila lucrecia ludmila luisa luiza
    lupe luzmila mabel magali magdalena magdelena malena manuela marcela marcia margarita mariam
    mariana marianela maribel maricela mariela marilia marilu marina marisol maritza marlene marlen
    martina mary matilde mayra melania melissa mercedes micaela milagros mildred mireya miriam
    monica myriam nadia nancy natalia natalie natividad nayeli nelida nelly nidia nilda noelia noemi
    nora norma nubia olga olivia ofelia paloma pamela paola paula pauline paulina petra petrona
    pilar priscila priscilla raissa ramona raquel rebeca regina renata reyna rita roberta rocio
    romina rosalba rosalia rosalina rosana rosario rosaura roxana rufina ruth sabina sabrina salome
    samantha sara sarah selena serafina silvana silvia simone socorro sofia sofie sol soledad sonia
    sophia stella stephanie susan susana svetlana sylvia tamara tania tatiana teodora teresa
    trinidad ursula valentina valeria vanesa vanessa vera veronica victoria vilma violeta virginia
    vivian viviana ximena yadira yamile yesenia yolanda zainab zaida zenaida zoila zulema";

/// Given to men and women alike.
pub(super) const BOTH: &str = "
    guadalupe cruz rosario trinidad jesus angel asuncion concepcion encarnacion milagro natividad
    alex ariel andrea darcy francis leslie yuri robin nur noor wei min jin";
