//! Packages of Debian and its kin: the one thing that is installed for all users.

use std::process::Command;

use crate::failure::{Failure, Result};
use crate::{process, ui};

/// Whether this machine has apt.
pub fn is_here() -> bool {
    process::find("apt-get").is_some()
}

/// Installs packages, or says which command would.
pub fn install(packages: &[&str]) -> Result {
    let names = packages.join(" ");
    let by_hand = format!("Install by hand: {names}");
    if !is_here() {
        return Err(Failure::new(by_hand));
    }
    let Some(sudo) = privilege() else {
        return Err(Failure::new(format!(
            "Neither root nor sudo, so run this and try again:\n    apt-get install {names}"
        )));
    };
    ui::global_change(&format!("apt-get install {names}"));
    let apt = |arguments: &[&str]| {
        let mut command = match sudo {
            Some(sudo) => {
                let mut command = Command::new(sudo);
                command.args(["--non-interactive", "apt-get"]);
                command
            }
            None => Command::new("apt-get"),
        };
        // A package index or an install that runs meanwhile holds a lock.
        command.args(["-o", "DPkg::Lock::Timeout=300"]).args(arguments);
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    // Package lists may be missing or old, and old ones name files that are gone.
    process::run(&mut apt(&["update", "-qq"]), "The package lists could not be fetched.")?;
    let mut install = apt(&["install", "-qq", "-y", "--no-install-recommends", "--no-remove"]);
    process::run(install.args(packages), &by_hand)
}

/// `Some(None)` for root, `Some(Some("sudo"))` for one who may become it.
fn privilege() -> Option<Option<&'static str>> {
    let user = process::output(Command::new("id").arg("-u"))?;
    if user == "0" {
        return Some(None);
    }
    let allowed = process::output(Command::new("sudo").args(["--non-interactive", "true"]));
    allowed.map(|_| Some("sudo"))
}
