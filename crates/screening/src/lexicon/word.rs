//! Words of company names: what many carry, how they are shortened, what joins them.

/// Lines of business and other words that many companies carry.
pub(super) const GENERIC: &str = "
    administradora aerolineas agencia agricola agro agroindustrial agropecuaria airline airlines
    air aereo aereos almacen almacenes alimentos armadora asesores asesorias asociacion associates
    association autopartes auto automotriz aviation bank banco bienes books building business casa
    centro center centre central cia club comercial comercializadora commercial company compania
    companhia comunicaciones concreto confecciones consorcio construction construcciones constructora
    construtora construcoes consultores consultoria consulting contractors cooperativa corp
    corporacion corporation corporacao credito deposito desarrollo development distribuidora
    distribuciones distribution distribuicao drogueria editorial electronica electronics empresa
    empresas empreendimentos emprendimientos energia energy engenharia engineering enterprise
    enterprises entidad equipos establecimiento estudio exchange export exportadora exportaciones
    exports fabrica factory farmacia ferreteria finance financial financiera financeira fondo
    foundation fundacion fundacao ganadera ganaderia general global group grupo hacienda hermanos
    holding holdings hotel hoteles import importadora importaciones imports importacao industria
    industrial industriales industrias industries ingenieria inmobiliaria institute instituto
    insumos international internacional inversiones inversora investimentos investment investments
    joyeria laboratorio laboratorios lines line logistic logistica logistics management
    manufacturas manufacturing maquinaria maritime marine market marketing materiales mercantil
    metal metales mineracao minera mineria mining modas motors muebles nacional national negocios
    office oil operadora organizacion organization panaderia participacoes partners petroleo
    petroleum petrol plasticos producciones productions productora productos products promotora
    proyectos publicidad quimica representaciones restaurante salud sales sea security seguridad
    seguros services service servicios servicos servicio shipping ships society sociedad
    sociedade soluciones solucoes solutions store supermercado supply supplies systems sistemas
    taller technologies technology tecnologia tecnologica telecom telecommunications telecomunicaciones
    textil textiles tienda tours trade trading traders transport transportadora transportation
    transporte transportes travel trust turismo union universal valores venta ventas vessel viajes
    works world worldwide";

/// Words that tell apart companies of one name.
pub(super) const TELLING: &str = "
    norte sur este oeste oriente occidente north south east west sul leste primera segunda tercera
    primero segundo tercero i ii iii iv v vi vii viii ix x uno dos tres cuatro cinco one two three
    first second third";

/// Shortened words and what they stand for.
pub(super) const SHORT: &str = "
    adm administradora
    agric agricola
    agrop agropecuaria
    alim alimentos
    asoc asociacion
    bco banco
    ca compania
    cial comercial
    cia compania
    co compania
    com comercial
    coml comercial
    comp compania
    const constructora
    constr constructora
    constrs construcciones
    cons constructora
    coop cooperativa
    corp corporacion
    corporation corporacion
    corporacao corporacion
    company compania
    companhia compania
    dist distribuidora
    distr distribuidora
    distrib distribuidora
    dev development
    emp empresa
    ent enterprises
    enterprise enterprises
    eng engineering
    exp export
    expo export
    ferret ferreteria
    fund fundacion
    gral general
    grp grupo
    group grupo
    hnos hermanos
    imp import
    impex importexport
    ind industrias
    indus industrias
    ing ingenieria
    inm inmobiliaria
    inmob inmobiliaria
    int international
    internacional international
    intl international
    inv inversiones
    invers inversiones
    inst instituto
    lab laboratorio
    labs laboratorios
    mfg manufacturing
    mgmt management
    min minera
    mat materiales
    nac nacional
    natl national
    org organizacion
    prod productos
    prods productos
    rep representaciones
    repr representaciones
    repres representaciones
    serv servicios
    servs servicios
    srvcs services
    srvces services
    svcs services
    soc sociedad
    sup supermercado
    tec tecnologia
    tech technology
    transp transportes
    trans transportes
    trpts transportes
    univ universal";

/// Words that join others and say nothing.
pub(super) const JOINING: &str = "
    y e and et und de del la las el los da das do dos of the for para en em in a al du des le les";
