//! Surnames by how common they are in Latin America and on lists.

/// Carried by one in two hundred or more.
pub(super) const VERY_COMMON: &str = "
    garcia rodriguez gonzalez hernandez lopez martinez perez sanchez ramirez gomez torres flores
    diaz rivera silva santos oliveira souza lima pereira ferreira alves rojas quispe mamani vargas
    fernandez gonzales romero morales castro gutierrez ruiz kim li wang zhang khan";

/// Common all the same.
pub(super) const COMMON: &str = "
    abad abreu acevedo acosta acuna aguero aguilar aguilera aguirre alarcon albuquerque alcantara
    aldana alfaro almeida alonso altamirano alvarado alvarez alvear amaral amaya amorim andrade
    angulo antunes apaza aponte aquino aragon arana aranda araujo araya arce arellano arenas arevalo
    arguello arias arroyo arteaga avalos avila ayala azevedo baez balderas ballesteros barbosa
    barragan barrera barreto barrientos barrios barros batista bautista becerra bello beltran
    benavides benitez bermudez bernal betancourt blanco bonilla borges borja bravo briceno brito
    bueno burgos bustamante bustos caballero cabello cabral cabrera caceres calderon calle camacho
    camara campos cano cardenas cardona cardoso cardozo carrasco carranza carrera carrillo carvajal
    carvalho casas castaneda castano castillo cavalcanti cavalcante cedeno cervantes cespedes
    chacon chavez chen choque coelho colque condori contreras cordero cordova cordoba cornejo
    coronado coronel correa correia cortes cortez costa cruz cuellar cuenca cueva cunha davila
    delgado diez dominguez dos duarte duran echeverria enriquez escobar escobedo espinosa espinoza
    esquivel estrada farias feijo fajardo felix figueiredo figueroa fonseca franco freitas fuentes
    galindo gallardo gallegos gallego galvez galvan gamarra gamboa gamez garces garrido garza giraldo gil
    godoy gomes goncalves guerra guerrero guevara guillen guimaraes guzman haro henao herrera
    herrero hidalgo hinojosa huaman huamani huanca hurtado ibanez ibarra iglesias jara jaramillo
    jimenez juarez lara leal leon leite leiva linares llanos lobato lobo londono lozano lucero lugo
    luna macedo machado macias maldonado manrique mansilla marin marques marquez marroquin martel
    martins matos maya mayorga mejia melendez melgar melo mena mendes mendez mendoza menezes mercado
    merino mesa meza miranda molina moncada monroy monteiro montenegro montero montes montoya mora
    moraes morais moran moreira moreno mosquera moura munoz moya murillo muniz naranjo nascimento
    navarrete navarro neves nieto nogueira noriega nunes nunez ocampo ochoa ojeda olivares olivera
    ordonez orellana orozco ortega ortiz osorio ospina otero oviedo pacheco padilla paez paiva
    palacios palomino paredes parra pascual pastor patino paz pedraza pena peralta perdomo perera
    pineda pinheiro pino pinto pires pizarro plaza polanco polo ponce porras portillo posada prado
    prieto puente puentes quevedo quezada quijano quintana quintero quiroga quiroz rael ramos rangel
    rey reyes rezende ribeiro ricaldi rico rincon rios riquelme rivas rivero robles rocha roa rocca
    rodas rodrigues roldan roman romo rosa rosales rosas rosario rubio rueda saavedra sarmiento
    salas salazar salcedo saldana salgado salinas sampaio sandoval santana santiago santillan
    sarabia segura sepulveda serrano sierra silveira simoes soares sole soler solano solis solorzano
    soria sosa sotelo soto suarez tapia tavares teixeira tejada tejeda tello teran ticona toledo
    toro torrealba tovar trejo trujillo urena uribe urrutia vaca valdes valdez valencia valenzuela
    valdivia valle vallejo valverde varela vasconcelos vasquez vazquez vega vela velasco velasquez
    velazquez velez veliz vera vergara viana vicente vidal vieira vigil vila villa villalba villalobos
    villanueva villar villarreal villegas yanez ybarra zambrano zamora zapata zarate zavala zea
    zeballos zuniga zurita
    acero agudelo alcala alvarenga alzate amador arango arbelaez arboleda arismendi armas arrieta
    ascencio astudillo atencio ayllon bailon banos barahona barco barraza bedoya bernal berrios
    betancur bocanegra bohorquez bolanos bolivar buitrago burbano caicedo calvo campo canales
    candia cantu carbajal carmona caro carpio cartagena castellanos castilla castrillon catalan
    ceballos cerda cerna chambi chaparro chauca chipana cifuentes cisneros cobo collazos concha
    constantino contreras corral corrales cotrina covarrubias cristancho cruces cubillos
    delgadillo echeverri elizondo enciso erazo escalante escalona escudero espejo espitia estevez
    feliciano ferrer forero franca gaitan galarza galeano gallo gaona gaviria gonzaga grajales
    granados guaman guardado guizar gutarra henriquez hincapie hoyos huerta inga iriarte isaza
    izquierdo jacome jaimes jurado laguna lancheros landa larrea ledesma lemos lizarazo llerena
    loaiza loayza londono lorenzo lugones luque madrid madrigal malca malpartida manzano marcano
    mayta mazariegos mendivil meneses monge monsalve monterroso morillo moscoso motta murcia narvaez
    navia negrete neira novoa obando oliva olmedo olmos oquendo ordaz orjuela oropeza orrego osorno
    otalora paco palacio palma pantoja pardo parada paucar pelaez penaloza penagos perdigon pimentel
    pinedo pinzon poma poveda puma quintanilla quinones rendon renteria restrepo revilla
    riano riascos rico robledo rodelo rosero royero saenz salguero samaniego samudio santacruz
    santamaria santis sifuentes silvestre solarte suaza tabares tamayo tejeda tenorio tirado tobon
    tolentino triana trivino urbina urrego vaccaro valbuena vallecillo vanegas varon velarde vergel
    vivas yepes yucra yupanqui zambrana zapana zelaya zorrilla
";

/// Surnames of other parts of the world.
pub(super) const ELSEWHERE: &str = "
    chang choi cohen haddad huang ivanov ivanova johnson jones karimi lee lin liu morozov nguyen
    park petrov petrova singh smirnov smith sokolov tran volkov williams wu xu yang zhao zhou";

/// Names that are given names and surnames alike, above all in chains of names.
pub(super) const CHAINED: &str = "
    abbas abdi abd abdallah abdel abdul abdullah abdulrahman adam adel ahmad ahmed ali amin amir
    anwar aziz bashir farid farouk fadil faisal ghani habib hadi hafez haidar hakim hamad hamid
    hamza haq hasan hassan hussain hussein ibrahim idris imad ismail issa jabbar jafar jalal jamal
    kamal karim khalid khalil latif mahdi mahmoud majid malik mansour mansur masri mohamed mohammad
    mohammadi mohammed mubarak muhammad mukhtar munir musa mustafa nabil nasir nasr nasser nur omar
    osman qasim rahim rahman rashid reza saad sadiq said salah saleh salem salim salman samir sami
    sayf sharif sulaiman taha tahir tariq umar uthman walid yasin yasser younis yusuf zaki zayd";
