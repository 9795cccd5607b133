//! `cargo xtask serve`: builds the release site and serves it from this machine.
//!
//! The server does what any host of static files does, and no more, so that what
//! works here works there. For a page that reloads by itself while one writes code
//! there is `trunk serve`.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::failure::{Failure, Result};
use crate::{build, tools, ui};

const USAGE: &str = "Usage: cargo xtask serve [--port N] [--host ADDRESS] [--sub-path PATH]";
const PORT: u16 = 8080;

struct Options {
    host: String,
    /// `None`: the first free one from `PORT` on.
    port: Option<u16>,
    /// With a slash at both ends.
    sub_path: String,
}

/// Runs the command.
pub fn run(arguments: &[String]) -> Result {
    let options = parse(arguments)?;
    // Asked first: nobody wants to learn after the build that the port is taken.
    let listener = listen(&options)?;
    let site = build::site(&tools::for_building()?)?;
    let address = listener.local_addr().map_err(|error| Failure::new(error.to_string()))?;
    ui::heading(&format!("Descent is at http://{address}{}", options.sub_path));
    ui::note("Ctrl-C ends it.");

    let site = Arc::new(site);
    let sub_path: Arc<str> = options.sub_path.into();
    for stream in listener.incoming().flatten() {
        let (site, sub_path) = (site.clone(), sub_path.clone());
        // A browser that goes away in the middle of an answer is no news.
        thread::spawn(move || drop(answer_all(&stream, &site, &sub_path)));
    }
    Ok(())
}

fn parse(arguments: &[String]) -> Result<Options> {
    let usage = || Failure::new(USAGE);
    let mut options = Options { host: "127.0.0.1".into(), port: None, sub_path: "/".into() };
    let mut rest = arguments.iter();
    while let Some(flag) = rest.next() {
        let value = rest.next().ok_or_else(usage)?;
        match flag.as_str() {
            "--host" => options.host.clone_from(value),
            "--port" => options.port = Some(value.parse().map_err(|_| usage())?),
            "--sub-path" => {
                let name = value.trim_matches('/');
                options.sub_path = if name.is_empty() { "/".into() } else { format!("/{name}/") };
            }
            _ => return Err(usage()),
        }
    }
    Ok(options)
}

fn listen(options: &Options) -> Result<TcpListener> {
    let host = options.host.as_str();
    let last = options.port.unwrap_or(PORT + 20);
    let mut ports = options.port.unwrap_or(PORT)..=last;
    ports.find_map(|port| TcpListener::bind((host, port)).ok()).ok_or_else(|| {
        let port = options.port.unwrap_or(PORT);
        Failure::new(format!("Cannot listen on {host}, port {port}. Choose another: --port N"))
    })
}

/// The requests of one connection, one after the other.
fn answer_all(stream: &TcpStream, site: &Path, sub_path: &str) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut reader = BufReader::new(stream);
    loop {
        let mut request = String::new();
        if reader.read_line(&mut request)? == 0 {
            return Ok(());
        }
        let mut header = String::new();
        while reader.read_line(&mut header)? > 2 {
            header.clear();
        }
        let mut words = request.split_whitespace();
        let (method, target) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        let answer = match method {
            "GET" | "HEAD" => answer(site, sub_path, target),
            _ => Answer::text("405 Method Not Allowed", "Only GET and HEAD."),
        };
        let mut head =
            format!("HTTP/1.1 {}\r\nContent-Length: {}\r\n", answer.status, answer.body.len());
        for (name, value) in &answer.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        // Whoever builds again wants to see it.
        head.push_str("Cache-Control: no-cache\r\n\r\n");
        let mut writer = stream;
        writer.write_all(head.as_bytes())?;
        if method != "HEAD" {
            writer.write_all(&answer.body)?;
        }
    }
}

struct Answer {
    status: &'static str,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Answer {
    fn text(status: &'static str, text: &str) -> Self {
        let headers = vec![("Content-Type", "text/plain; charset=utf-8".into())];
        Self { status, headers, body: text.into() }
    }
}

fn answer(site: &Path, sub_path: &str, target: &str) -> Answer {
    let path = target.split(['?', '#']).next().unwrap_or("");
    if path == "/" && sub_path != "/" || format!("{path}/") == sub_path {
        let mut answer = Answer::text("302 Found", "");
        answer.headers.push(("Location", sub_path.into()));
        return answer;
    }
    let missing = || Answer::text("404 Not Found", "There is no such file.");
    let Some(file) = path.strip_prefix(sub_path).and_then(|path| file(site, path)) else {
        return missing();
    };
    let Ok(body) = fs::read(&file) else { return missing() };
    let ending = file.extension().unwrap_or_default().to_string_lossy();
    Answer { status: "200 OK", headers: vec![("Content-Type", mime(&ending).into())], body }
}

/// The file of an address, which cannot lead out of the site.
fn file(site: &Path, path: &str) -> Option<PathBuf> {
    let path = if path.is_empty() { "index.html" } else { path };
    let relative = Path::new(path);
    let inside = relative.components().all(|part| matches!(part, Component::Normal(_)));
    inside.then(|| site.join(relative))
}

fn mime(ending: &str) -> &'static str {
    match ending {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "webmanifest" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "md" | "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_leads_out_of_the_site() {
        let site = Path::new("site");
        assert_eq!(file(site, "data/a.bin"), Some(site.join("data/a.bin")));
        assert_eq!(file(site, ""), Some(site.join("index.html")));
        for path in ["../Cargo.toml", "data/../../Cargo.toml", "/etc/hosts"] {
            assert_eq!(file(site, path), None, "{path}");
        }
    }

    #[test]
    fn a_sub_path_has_slashes_at_both_ends() {
        for (given, kept) in [("descent", "/descent/"), ("/a/b", "/a/b/"), ("/", "/")] {
            let options = parse(&["--sub-path".into(), given.into()]).ok().unwrap();
            assert_eq!(options.sub_path, kept);
        }
    }

    #[test]
    fn the_bare_address_leads_to_the_sub_path() {
        for target in ["/", "/descent"] {
            assert_eq!(answer(Path::new("nowhere"), "/descent/", target).status, "302 Found");
        }
        assert_eq!(answer(Path::new("nowhere"), "/descent/", "/descent/").status, "404 Not Found");
    }
}
