//! How a notice leaves the house: by SMTP, or as a file where no mail server is configured.

use app::text::{account as account_words, notice as words, orgs as org_words};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{Header, HeaderName, HeaderValue},
    },
};
use service::{
    letters::AccountLetter,
    orgs::InvitationLetter,
    outbox::{Attempt, Letter},
};
use std::{fmt, path::PathBuf, str::FromStr, time::Duration};

/// How long one conversation with the mail server may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// `smtps://user:password@host` or `smtp://host:587`: TLS always, unless the address says `?tls=none`. It holds a
/// password and shows it to nobody.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpUrl(String);

impl FromStr for SmtpUrl {
    type Err = String;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        let known = raw.starts_with("smtp://") || raw.starts_with("smtps://");
        let url = match raw.split_once('?') {
            _ if !known => return Err("a mail server's address begins with smtps:// or smtp://".to_owned()),
            None if raw.starts_with("smtp://") => format!("{raw}?tls=required"),
            None | Some((_, "tls=required")) => raw.to_owned(),
            Some((plain, "tls=none")) if raw.starts_with("smtp://") => plain.to_owned(),
            Some(_) => return Err("a mail server's address takes ?tls=required or ?tls=none".to_owned()),
        };
        AsyncSmtpTransport::<Tokio1Executor>::from_url(&url).map_err(|_| "no address of a mail server".to_owned())?;
        Ok(SmtpUrl(url))
    }
}

impl fmt::Debug for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SmtpUrl(…)")
    }
}

/// Where mails go.
enum Transport {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    /// One `.eml` per letter.
    Folder(PathBuf),
}

/// Makes mails of letters and sends them.
pub struct Mailer {
    transport: Transport,
    from: Mailbox,
    /// The portal's public address, without a slash at its end.
    base: String,
}

impl Mailer {
    /// By SMTP where `smtp` is given, else into `folder`.
    pub fn new(smtp: Option<&SmtpUrl>, folder: PathBuf, from: Mailbox, base: String) -> Result<Mailer, String> {
        let transport = match smtp {
            Some(SmtpUrl(url)) => {
                let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url);
                let builder = builder.map_err(|_| "no address of a mail server".to_owned())?;
                Transport::Smtp(builder.timeout(Some(TIMEOUT)).build())
            }
            None => Transport::Folder(folder),
        };
        Ok(Mailer { transport, from, base })
    }

    /// One attempt.
    pub async fn send(&self, letter: &Letter) -> Attempt {
        self.deliver(self.message(letter), &format!("{}-{}", letter.id, letter.delivered)).await
    }

    /// One attempt to bring an invitation.
    pub async fn invite(&self, letter: &InvitationLetter) -> Attempt {
        self.deliver(self.invitation(letter), &format!("{}-{}", letter.id, letter.tries)).await
    }

    /// One attempt to bring a mail about an account.
    pub async fn about_account(&self, letter: &AccountLetter) -> Attempt {
        self.deliver(self.account_message(letter), &format!("{}-{}", letter.id, letter.tries)).await
    }

    /// `name` is the file's, where mails are files.
    async fn deliver(&self, message: Result<Message, String>, name: &str) -> Attempt {
        let message = match message {
            Ok(message) => message,
            Err(error) => return Attempt::Failed { error, permanent: true },
        };
        match &self.transport {
            Transport::Smtp(smtp) => match smtp.send(message).await {
                Ok(_) => Attempt::Sent,
                Err(error) => {
                    Attempt::Failed { error: words::one_line(&causes(&error)), permanent: error.is_permanent() }
                }
            },
            Transport::Folder(folder) => {
                let file = folder.join(format!("{name}.eml"));
                let written = async {
                    tokio::fs::create_dir_all(folder).await?;
                    tokio::fs::write(file, message.formatted()).await
                };
                match written.await {
                    Ok(()) => Attempt::Sent,
                    Err(error) => Attempt::Failed { error: error.to_string(), permanent: false },
                }
            }
        }
    }

    /// The mail. Its id is the letter's: whoever gets it twice after a crash can tell. Error: no address.
    fn message(&self, letter: &Letter) -> Result<Message, String> {
        let Letter { notice, language, .. } = letter;
        let address: Address = letter.address.parse().map_err(|_| "the account has no e-mail address".to_owned())?;
        let name = words::one_line(&letter.name);
        let id = format!("<{}.{}@{}>", letter.id, letter.delivered, self.from.email.domain());
        let (text, html) =
            (words::plain(notice, *language, &name, &self.base), words::html(notice, *language, &name, &self.base));
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(Some(name), address))
            .subject(words::letter(notice, *language).subject)
            .message_id(Some(id))
            .header(AutoSubmitted)
            .multipart(MultiPart::alternative_plain_html(text, html))
            .map_err(|error| error.to_string())
    }

    /// The mail of an invitation: text alone, so that the address is seen before it is opened.
    fn invitation(&self, letter: &InvitationLetter) -> Result<Message, String> {
        let address: Address = letter.address.parse().map_err(|_| "no e-mail address".to_owned())?;
        let link = format!("{}/invitations/{}", self.base, letter.token);
        let mail = org_words::Invitation {
            org: &letter.org,
            role: letter.role,
            by: &letter.by,
            expires_at: letter.expires_at,
            link: &link,
        };
        let (subject, before, after) = org_words::invitation_mail(&mail, letter.language);
        let text = format!("{}\n\n{link}\n\n{}\n", before.join("\n\n"), after.join("\n"));
        self.plain(address, subject, format!("{}.{}", letter.id, letter.tries), text)
    }

    /// A mail about an account: text alone, too.
    fn account_message(&self, letter: &AccountLetter) -> Result<Message, String> {
        let address: Address = letter.address.parse().map_err(|_| "no e-mail address".to_owned())?;
        let link = format!("{}{}", self.base, account_words::letter_path(letter.kind, &letter.token));
        let words = account_words::letter(letter.kind, &letter.name, letter.expires_at, letter.language);
        let text = format!("{}\n\n{link}\n\n{}\n", words.before.join("\n\n"), words.after.join("\n"));
        self.plain(address, words.subject, format!("{}.{}", letter.id, letter.tries), text)
    }

    fn plain(&self, to: Address, subject: String, id: String, text: String) -> Result<Message, String> {
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(subject)
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .header(AutoSubmitted)
            .singlepart(SinglePart::plain(text))
            .map_err(|error| error.to_string())
    }
}

/// An error with what caused it: lettre's own sentence alone says little.
fn causes(error: &dyn std::error::Error) -> String {
    let chain = std::iter::successors(Some(error), |error| error.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// RFC 3834: no machine answers this mail.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(AutoSubmitted)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tls_is_on_unless_the_address_says_otherwise() {
        let url = |raw: &str| SmtpUrl::from_str(raw).map(|SmtpUrl(url)| url);
        assert_eq!(url("smtp://mail.example:587").unwrap(), "smtp://mail.example:587?tls=required");
        assert_eq!(url("smtps://u:p@mail.example").unwrap(), "smtps://u:p@mail.example");
        assert_eq!(url("smtp://127.0.0.1:2525?tls=none").unwrap(), "smtp://127.0.0.1:2525");
        for wrong in
            ["http://mail.example", "smtp://mail.example?tls=opportunistic", "mail.example:25", "smtps://h?tls=none"]
        {
            assert!(url(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_password_of_the_mail_server_is_never_shown() {
        let url: SmtpUrl = "smtps://user:hunter2@mail.example".parse().unwrap();
        assert!(!format!("{url:?}").contains("hunter2"));
        assert!(!SmtpUrl::from_str("smtps://user:hunter2@mail.example?x=1").unwrap_err().contains("hunter2"));
    }
}
