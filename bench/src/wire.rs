//! One kept connection that speaks HTTP/1.1: as much of it as our servers answer.
//! For every client of the measurement; small, so that measuring costs the servers little.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A connection that is opened when it is first needed.
#[derive(Debug)]
pub struct Wire {
    address: SocketAddr,
    stream: Option<TcpStream>,
    buffer: Vec<u8>,
}

/// What came back.
#[derive(Debug, Default)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Where it leads, for 303.
    pub location: String,
    /// The cookie set, `name=value`.
    pub cookie: Option<String>,
    /// The page.
    pub body: Vec<u8>,
}

impl Answer {
    /// The page as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap_or_default()
    }
}

/// What is asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ask<'a> {
    /// Path and query.
    pub path: &'a str,
    /// The session's cookie; empty for a citizen.
    pub cookie: &'a str,
    /// The form to send; without it, the page is asked for.
    pub form: Option<&'a str>,
    /// What makes it a program's call.
    pub program: Option<Program<'a>>,
}

/// A call of `/api/v1`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Program<'a> {
    /// The token whose rights are used.
    pub token: &'a str,
    /// The key under which it is done once, and its body; without them something is read.
    pub act: Option<(&'a str, &'a str)>,
}

impl Wire {
    /// A connection to be.
    pub fn new(address: SocketAddr) -> Self {
        Self {
            address,
            stream: None,
            buffer: Vec::with_capacity(64 * 1024),
        }
    }

    /// Asks and reads the whole answer.
    ///
    /// # Errors
    /// When the server is not there, or speaks otherwise.
    pub async fn ask(&mut self, ask: Ask<'_>) -> Result<Answer, String> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => self.connect().await?,
        };
        let request = self.request(ask);
        let said = async {
            stream.write_all(request.as_bytes()).await?;
            read(&mut stream, &mut self.buffer).await
        };
        let answer = said
            .await
            .map_err(|error| format!("{}: {error}", ask.path))?;
        // Only after a whole answer may the connection be used again.
        self.stream = Some(stream);
        Ok(answer)
    }

    async fn connect(&self) -> Result<TcpStream, String> {
        let stream = TcpStream::connect(self.address)
            .await
            .map_err(|error| format!("{}: {error}", self.address))?;
        stream
            .set_nodelay(true)
            .map_err(|error| error.to_string())?;
        Ok(stream)
    }

    fn request(&self, ask: Ask<'_>) -> String {
        if let Some(call) = ask.program {
            return self.call(ask.path, call);
        }
        let (method, body) = ask.form.map_or(("GET", ""), |form| ("POST", form));
        let mut text = format!(
            "{method} {} HTTP/1.1\r\nHost: {}\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Dest: document\r\n",
            ask.path, self.address
        );
        if !ask.cookie.is_empty() {
            text.push_str(&format!("Cookie: {}\r\n", ask.cookie));
        }
        if ask.form.is_some() {
            text.push_str(&format!(
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
                body.len()
            ));
        }
        text.push_str("\r\n");
        text.push_str(body);
        text
    }
}

impl Wire {
    fn call(&self, path: &str, call: Program<'_>) -> String {
        let method = if call.act.is_some() { "POST" } else { "GET" };
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\n",
            self.address, call.token
        );
        let Some((key, body)) = call.act else {
            return head + "\r\n";
        };
        let length = body.len();
        format!(
            "{head}Idempotency-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        )
    }
}

async fn read(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> std::io::Result<Answer> {
    buffer.clear();
    let head_end = loop {
        if let Some(place) = find(buffer, b"\r\n\r\n") {
            break place;
        }
        more(stream, buffer).await?;
    };
    let head = String::from_utf8_lossy(&buffer[..head_end]).into_owned();
    let mut answer = Answer {
        status: head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok())
            .ok_or_else(|| strange("no status"))?,
        ..Answer::default()
    };
    let (mut length, mut chunked) = (None, false);
    for line in head.lines().skip(1) {
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse::<usize>().ok(),
            "transfer-encoding" => chunked = value.eq_ignore_ascii_case("chunked"),
            "location" => answer.location = value.to_owned(),
            "set-cookie" => answer.cookie = value.split(';').next().map(str::to_owned),
            _ => {}
        }
    }
    let mut rest = buffer.split_off(head_end + 4);
    answer.body = if chunked {
        unchunked(stream, &mut rest).await?
    } else {
        let length = length.unwrap_or(0);
        while rest.len() < length {
            more(stream, &mut rest).await?;
        }
        rest
    };
    Ok(answer)
}

async fn unchunked(stream: &mut TcpStream, rest: &mut Vec<u8>) -> std::io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = loop {
            if let Some(place) = find(rest, b"\r\n") {
                break place;
            }
            more(stream, rest).await?;
        };
        let size = std::str::from_utf8(&rest[..line])
            .ok()
            .and_then(|text| usize::from_str_radix(text.trim(), 16).ok())
            .ok_or_else(|| strange("no size of a chunk"))?;
        while rest.len() < line + 2 + size + 2 {
            more(stream, rest).await?;
        }
        body.extend_from_slice(&rest[line + 2..line + 2 + size]);
        rest.drain(..line + 2 + size + 2);
        if size == 0 {
            return Ok(body);
        }
    }
}

async fn more(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> std::io::Result<()> {
    if stream.read_buf(buffer).await? == 0 {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    Ok(())
}

fn strange(what: &str) -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::InvalidData, what.to_owned())
}

fn find(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).position(|window| window == mark)
}
