//! A throw-away PostgreSQL for one run of the tests: its own folder, a free loopback port, gone at the end, also
//! after a failure. It never touches a cluster that exists, and trusts connections from this machine only.
#[cfg(unix)]
use std::os::unix::process::CommandExt;
use std::{
    fs,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use crate::{
    Result,
    steps::{output, run},
    tools::{install, is_root, on_path},
};

const OLDEST: u32 = 15;
const USER: &str = "portal";
/// The user `nobody`: PostgreSQL refuses to run as root.
const NOBODY: u32 = 65534;

/// A running server. It stays in this terminal's process group, so that Ctrl-C ends it too.
pub struct Cluster {
    home: Home,
    server: Child,
}

impl Cluster {
    /// Finds or installs PostgreSQL, creates a cluster and waits until it accepts connections.
    pub fn start() -> Result<Self> {
        let home = Home::create()?;
        let server = home.launch()?;
        let cluster = Self { home, server };
        for _ in 0..300 {
            if cluster.home.is_ready() {
                return Ok(cluster);
            }
            thread::sleep(Duration::from_millis(100));
        }
        Err("PostgreSQL is not ready half a minute after its start".into())
    }

    /// The administrator's connection; each test makes a database of its own.
    pub fn url(&self) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/postgres", self.home.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let stop = self
            .home
            .program("pg_ctl")
            .args(["stop", "--silent", "--mode", "immediate", "--pgdata"])
            .arg(self.home.data())
            .status();
        if !stop.is_ok_and(|status| status.success()) {
            self.server.kill().ok();
        }
        self.server.wait().ok();
    }
}

/// The folder of one cluster, removed when dropped.
struct Home {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    as_nobody: bool,
}

impl Home {
    fn create() -> Result<Self> {
        let programs = match programs() {
            Some(found) => found,
            None => {
                install("postgresql")?;
                programs().ok_or("the installed PostgreSQL is older than 15")?
            }
        };
        let folder = std::env::temp_dir().join(format!("portal-postgres-{}", std::process::id()));
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let home = Self { programs, folder, port, as_nobody: is_root()? };
        fs::create_dir_all(&home.folder)?;
        if home.as_nobody {
            own(&home.folder)?;
        }
        run(home
            .program("initdb")
            .args(["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--username", USER, "--pgdata"])
            .arg(home.data())
            .stdout(Stdio::null()))?;
        Ok(home)
    }

    fn launch(&self) -> Result<Child> {
        let log = fs::File::create(self.folder.join("log"))?;
        let port = self.port.to_string();
        let mut server = self.program("postgres");
        server.arg("-D").arg(self.data()).args(["-p", &port, "-k"]).arg(&self.folder);
        for setting in ["listen_addresses=127.0.0.1", "fsync=off", "max_connections=300"] {
            server.args(["-c", setting]);
        }
        Ok(server.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn()?)
    }

    /// The server itself notes in this file when it is ready; `pg_ctl --wait` reads the same.
    fn is_ready(&self) -> bool {
        fs::read_to_string(self.data().join("postmaster.pid")).is_ok_and(|facts| facts.contains("ready"))
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// One of PostgreSQL's programs, as a user that it accepts.
    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        command.current_dir(&self.folder);
        #[cfg(unix)]
        if self.as_nobody {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("left behind in {}: {error}", self.folder.display());
        }
    }
}

#[cfg(unix)]
fn own(folder: &Path) -> Result {
    Ok(std::os::unix::fs::chown(folder, Some(NOBODY), Some(NOBODY))?)
}

#[cfg(not(unix))]
fn own(_folder: &Path) -> Result {
    Ok(())
}

/// Where the server's programs of a new enough version lie; Debian keeps them off the PATH.
fn programs() -> Option<PathBuf> {
    let debian =
        fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    let on_path = on_path("initdb").and_then(|initdb| Some(initdb.parent()?.to_path_buf()));
    let configured = output(Command::new("pg_config").arg("--bindir")).ok().map(|folder| PathBuf::from(folder.trim()));
    debian.chain(on_path).chain(configured).find(|folder| major(folder).is_some_and(|major| major >= OLDEST))
}

fn major(programs: &Path) -> Option<u32> {
    parse_major(&output(Command::new(programs.join("postgres")).arg("--version")).ok()?)
}

/// From `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)`, also from `… 19beta1`.
fn parse_major(version: &str) -> Option<u32> {
    let number = version.split_whitespace().nth(2)?;
    number.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::parse_major;

    #[test]
    fn the_major_version_is_read_from_what_postgres_prints() {
        assert_eq!(parse_major("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)"), Some(15));
        assert_eq!(parse_major("postgres (PostgreSQL) 19beta1"), Some(19));
        assert_eq!(parse_major("nonsense"), None);
    }
}
