//! Forms of one name: spellings, other languages, nicknames.

/// Spellings of one name; each line is one name.
pub(super) const SPELLINGS: &str = "
    jhon john jon
    jhonny johnny jhony yonny
    luis luiz
    tomas thomas tomaz
    mateo matheus mateus matthew matteo
    felipe philip phillip filipe
    esteban stephen steven estevao
    cristian christian cristhian
    brayan brian bryan
    jennifer yenifer jenifer yennifer
    elizabeth elisabeth isabel isabela isabella
    katherine catherine catalina katerina catarina
    sofia sophia
    raquel rachel
    ester esther
    teresa theresa tereza
    vicente vincent vincenzo
    enrique henrique henry
    eduardo edward edouard
    guillermo guilherme william willian
    jorge george georges yorgos
    miguel michael mikhail michel
    jose joseph giuseppe
    juan joao
    pablo paulo paul pavel paolo
    pedro peter pyotr petr
    marcos marcus mark
    alejandro alexander aleksandr alexandre alexandr oleksandr iskander
    alejandra alexandra aleksandra
    nicolas nicholas nikolai nicolai nikolay
    andres andrew andrei andrey andre
    sergio sergei sergey serguei
    gabriel gavriel jibril
    david davi daud dawud daoud
    jacobo jacob yaakov yaqub
    ivan yvan
    mohammed mohamed muhammad mohammad muhammed muhamad mohamad mohd mehmet mahomed
    ahmed ahmad ahmet ahmadi
    mahmoud mahmud mehmud
    hussein husayn hussain hosein husain hossein husein
    hassan hasan
    ali aly
    omar umar omer
    osman uthman othman usman
    yusuf yousef yousuf youssef yussuf
    ibrahim ebrahim
    ismail esmail ismael
    khaled khalid jaled
    abdullah abdallah abdulla
    abdel abdul abd
    abdulrahman abdelrahman abdurrahman abdalrahman
    mustafa mustapha moustafa
    said saeed sayed sayyid saied
    omaira umaira
    fatima fatimah fatma
    aisha aysha ayesha
    dmitri dmitry dimitri dmitriy
    yuri yuriy iuri
    evgeny yevgeny evgeni evgenii
    aleksei alexei alexey aleksey alexis
    vladimir volodymyr
    yelena elena helena
    lee li yi rhee
    choi choe
    park pak
    goncalves gonzalves
    rodriguez rodrigues
    gonzalez gonzales gonsalez
    fernandez fernandes
    hernandez hernandes
    martinez martines martins
    lopez lopes
    perez peres
    gomez gomes
    alvarez alvares alves
    nunez nunes
    mendez mendes
    marquez marques
    sanchez sanches
    velasquez velazquez
    vasquez vazquez
    suarez soares
    pereira pereyra
    ferreira ferreyra
    souza sousa
    oliveira olivera
    silveira silvera
    teixeira texeira
    mejia mexia
    cordoba cordova";

/// Nicknames; each line begins with the name.
pub(super) const NICKNAMES: &str = "
    jose pepe chepe pepito ze
    josefa pepa josefina
    francisco paco pancho kiko chico frank
    francisca paca pancha
    jesus chucho chuy
    ignacio nacho
    enrique quique kike
    eduardo lalo edu eddie
    guillermo memo guille
    guillermina mina
    roberto beto bob robert rob
    alberto beto tito
    alejandro alex ale jano
    alejandra alex ale
    antonio tono toni tony toninho
    antonia tona
    manuel manolo manny
    manuela manola
    rafael rafa
    fernando nando fer
    fernanda fer nanda
    gabriel gabo gabi
    gabriela gaby gabi
    luis lucho luisito luisinho
    luisa lucha
    carlos charlie carlitos charles
    jorge coco jorgito
    daniel dani danny
    daniela dani
    miguel mike migue
    nicolas nico nick
    sebastian sebas
    santiago santi tiago yago
    guadalupe lupe lupita
    maria mari marie mary
    rosario charo chayo
    dolores lola loli
    concepcion concha conchita
    mercedes meche merche
    teresa tere
    isabel chabela isa
    consuelo chelo
    soledad sole chole
    patricia paty pati
    beatriz bety bia
    graciela chela
    margarita marga margo
    elena nena
    victoria vicky
    vicente chente
    salvador chava
    ricardo ricky rick richard
    rodolfo rudy fito
    adolfo fito
    gustavo gus tavo
    gonzalo gonza
    hernan nan
    leonardo leo
    leonel leo
    maximiliano max maxi
    joaquin quim joaco
    benjamin benja ben
    cristina cris tina
    catalina cata
    susana susy
    julio yulio
    michael mike mick
    william bill will willy
    james jim jimmy
    joseph joe
    john jack johnny
    thomas tom tommy
    alexander sasha alex
    dmitri dima
    vladimir volodya vova
    ivan vanya";
