//! For looking only.
use domain::dossier::*; use dossier::receive::*; use dossier::*; use kit::testing::*; use kit::*; use store::Tx;
use domain::moment::Moment;
fn desk(app:&App)->Desk{Desk::now(app)}
async fn recv(app:&App, code:&str, ch:Channel, track:&str)->DossierRow{
 let law=app.law(); let p=law.catalogue.in_force(code,app.law_now().date()).unwrap().id.clone();
 let f=Filing{tracking:Some(track.into()),procedure_id:p,channel:ch,return_by:"counter".into(),sets:1,owner:Party{name:"Nguyễn Thu".into(),document_kind:"cccd".into(),phone:Some("0912345678".into()),..Party::default()},filer:None,papers:vec![],linked_from:None};
 let d=desk(app); let a=officer("one_stop").unwrap();
 app.write(move |tx:&mut Tx<'_>|->Result<_,Error>{let r= if ch==Channel::Online{submit(tx,&d,&a,&f)?}else{receive(tx,&d,&a,&f,&Terms::default())?}; Ok(tx.commit(&a.by(),d.at,r.events,r.row)?)}).await.unwrap()}
async fn then(app:&App,row:&DossierRow,by:&str,c:Command<'static>)->DossierRow{let d=desk(app);let a=officer(by).unwrap();let id=row.id.clone();
 app.write(move |tx:&mut Tx<'_>|->Result<_,Error>{let r=act::act(tx,&d,&a,&id,&c,Words::default())?;Ok(tx.commit(&a.by(),d.at,r.events,r.row)?)}).await.unwrap()}
#[tokio::main] async fn main(){
 let t=TestApp::over(store::testing::sqlite(),Routes::new(),SUPPLIED); let db=t.app.db().clone();
 let mut s=setup(db,Supplied{public_nav:&[NavItem{key:"procedures",href:"/thu-tuc",label:"Thủ tục"},NavItem{key:"tracking",href:"/tra-cuu",label:"Tra cứu"},NavItem{key:"hours",href:"/gio-lam-viec",label:"Giờ làm việc"},NavItem{key:"help",href:"/tro-giup",label:"Trợ giúp"}],actor_of:|_,_,_|Ok(officer("admin")),..SUPPLIED});
 s.public_url="http://127.0.0.1:8099".into(); let clock=s.clock.clone(); let app=App::new(s);
 let late=recv(&app,"1.001193",Channel::Counter,"7KQ2M9XA").await; let late=then(&app,&late,"one_stop",Command::HandOver{holder:None}).await;
 let ok=recv(&app,"1.001193",Channel::Counter,"7KQ2M9XB").await; let ok=then(&app,&ok,"one_stop",Command::HandOver{holder:None}).await;
 let ok=then(&app,&ok,"specialist@tu_phap_ho_tich",Command::Forward{holder:None}).await; let ok=then(&app,&ok,"chair@chu_tich",Command::Approve).await; let ok=then(&app,&ok,"clerk@van_thu",Command::Seal{number:"3"}).await; then(&app,&ok,"one_stop",Command::Finish{outcome:Outcome::Granted}).await;
 let sup=recv(&app,"1.004873",Channel::Counter,"7KQ2M9XC").await; {let d=desk(&app);let a=officer("one_stop").unwrap();let id=sup.id.clone(); app.write(move |tx:&mut Tx<'_>|->Result<_,Error>{let r=supplement::request(tx,&d,&a,&id,&[supplement::Asked{name:"Quyết định ly hôn có hiệu lực".into(),..Default::default()},supplement::Asked{name:"Giấy tờ chứng minh nơi cư trú".into(),..Default::default()}],Words::default())?;Ok(tx.commit(&a.by(),d.at,r.events,r.row)?)}).await.unwrap();}
 recv(&app,"1.004873",Channel::Online,"7KQ2M9XD").await;
 clock.advance_minutes(24*60);
 then(&app,&late,"chair@chu_tich",Command::Apologise{promised:Moment::parse_local("2023-11-30T17:00").unwrap(),reason:"x"}).await;
 let b = recv(&app,"1.004884",Channel::Counter,"7KQ2M9XE").await; let _=b;
 let ctxless = session_cookie(&app).await; println!("{ctxless}");
 let router=portal::routes().merge(catalogue::routes()).into_router(app.clone());
 let l=tokio::net::TcpListener::bind("127.0.0.1:8099").await.unwrap(); kit::serve(app,router,l).await.unwrap();}
async fn session_cookie(_:&App)->String{String::new()}
