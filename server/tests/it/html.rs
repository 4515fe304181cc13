//! Enough of HTML to read our own pages: tags, text, forms.

use std::collections::BTreeMap;

#[derive(Debug)]
pub enum Token {
    Open { name: String, attributes: BTreeMap<String, String> },
    Close(String),
    Text(String),
}

#[derive(Debug)]
pub struct Html(Vec<Token>);

/// A form as a browser would send it when nothing is changed.
#[derive(Debug)]
pub struct FormFound {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

impl Html {
    pub fn read(source: &str) -> Html {
        let mut tokens = Vec::new();
        let mut rest = source;
        while let Some(at) = rest.find('<') {
            let (text, tag) = rest.split_at(at);
            if !text.is_empty() {
                tokens.push(Token::Text(unescaped(text)));
            }
            let after = if tag.starts_with("<!--") {
                tag.split_once("-->").map_or("", |(_, after)| after)
            } else {
                let (inside, after) = tag.split_once('>').unwrap_or((tag, ""));
                tokens.extend(read_tag(&inside[1..]));
                after
            };
            let raw = matches!(tokens.last(), Some(Token::Open { name, .. }) if name == "script");
            rest = if raw { after.find("</script").map_or("", |end| &after[end..]) } else { after };
        }
        Html(tokens)
    }

    /// Every opening tag of a name.
    pub fn tags(&self, wanted: &str) -> Vec<&BTreeMap<String, String>> {
        let open = self.0.iter().filter_map(|token| match token {
            Token::Open { name, attributes } if wanted == "*" || name == wanted => Some(attributes),
            _ => None,
        });
        open.collect()
    }

    /// What a person reads, on one line per piece.
    pub fn text(&self) -> String {
        let pieces = self.0.iter().filter_map(|token| match token {
            Token::Text(text) if !text.trim().is_empty() => Some(text.trim()),
            _ => None,
        });
        pieces.collect::<Vec<_>>().join("\n")
    }

    /// The text of the first element of a name.
    pub fn text_of(&self, wanted: &str) -> String {
        let start = self.0.iter().position(|t| matches!(t, Token::Open { name, .. } if name == wanted));
        let inside = self.0.iter().skip(start.map_or(usize::MAX, |at| at + 1));
        let until = inside.take_while(|t| !matches!(t, Token::Close(name) if name == wanted));
        until.filter_map(|t| if let Token::Text(text) = t { Some(text.as_str()) } else { None }).collect()
    }

    /// The first form that does `act`, or carries a button that does.
    pub fn form(&self, act: &str) -> Option<FormFound> {
        let marks = [format!("act={act}&"), format!("act={act}")];
        let names = |action: &str| action.contains(&marks[0]) || action.ends_with(&marks[1]);
        let mut found: Option<FormFound> = None;
        let mut wanted = false;
        for (at, token) in self.0.iter().enumerate() {
            match token {
                Token::Open { name, attributes } if name == "form" => {
                    let action = attributes.get("action").cloned().unwrap_or_default();
                    wanted = names(&action);
                    found = Some(FormFound { action, fields: Vec::new() });
                }
                Token::Open { name, attributes } => {
                    let Some(form) = &mut found else { continue };
                    if let Some(action) = attributes.get("formaction").filter(|a| names(a)) {
                        (wanted, form.action) = (true, action.clone());
                    }
                    form.fields.extend(self.sent(at, name, attributes));
                }
                Token::Close(name) if name == "form" => {
                    if wanted {
                        return found;
                    }
                    found = None;
                }
                _ => {}
            }
        }
        None
    }

    fn sent(&self, at: usize, element: &str, attributes: &BTreeMap<String, String>) -> Option<(String, String)> {
        let name = attributes.get("name")?.clone();
        let value = attributes.get("value").cloned();
        let kind = attributes.get("type").map_or("text", String::as_str);
        let inside = || self.0.iter().skip(at + 1).take_while(|t| !matches!(t, Token::Close(name) if name == element));
        match (element, kind) {
            ("input", "checkbox" | "radio") => {
                attributes.contains_key("checked").then(|| (name, value.unwrap_or_else(|| "on".to_owned())))
            }
            ("input", "file" | "submit") => None,
            ("input", _) => Some((name, value.unwrap_or_default())),
            ("textarea", _) => {
                let text: String =
                    inside().filter_map(|t| if let Token::Text(x) = t { Some(x.as_str()) } else { None }).collect();
                Some((name, text.strip_prefix('\n').unwrap_or(&text).to_owned()))
            }
            ("select", _) => {
                let options: Vec<_> = inside()
                    .filter_map(|t| {
                        if let Token::Open { name, attributes } = t {
                            (name == "option").then_some(attributes)
                        } else {
                            None
                        }
                    })
                    .collect();
                let chosen = options.iter().find(|o| o.contains_key("selected")).or(options.first())?;
                Some((name, chosen.get("value").cloned().unwrap_or_default()))
            }
            _ => None,
        }
    }

    /// What is wrong with the page for people who see, hear or type it differently.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let all = self.tags("*");
        let mut seen = std::collections::BTreeSet::new();
        for id in all.iter().filter_map(|a| a.get("id")) {
            if !seen.insert(id.as_str()) {
                faults.push(format!("the id {id} stands twice"));
            }
        }
        let labelled: Vec<&String> = self.tags("label").into_iter().filter_map(|a| a.get("for")).collect();
        for control in ["input", "select", "textarea"].into_iter().flat_map(|name| self.tags(name)) {
            let unseen = control.get("type").is_some_and(|t| t == "hidden");
            let named =
                control.contains_key("aria-label") || control.get("id").is_some_and(|id| labelled.contains(&id));
            if !unseen && !named {
                faults.push(format!("a control without label: {control:?}"));
            }
        }
        for described in all.iter().filter_map(|a| a.get("aria-describedby")) {
            for id in described.split(' ').filter(|id| !seen.contains(id)) {
                faults.push(format!("aria-describedby names the unknown {id}"));
            }
        }
        for href in all.iter().filter_map(|a| a.get("href")).filter_map(|href| href.strip_prefix('#')) {
            if !seen.contains(href) {
                faults.push(format!("a link to the unknown #{href}"));
            }
        }
        if self.tags("h1").len() != 1 {
            faults.push(format!("{} headings of the first level", self.tags("h1").len()));
        }
        faults.extend(all.iter().filter(|a| a.contains_key("style")).map(|a| format!("a style attribute: {a:?}")));
        let (tables, captions) = (self.tags("table").len(), self.tags("caption").len());
        if tables != captions || tables != self.tags("tbody").len() || tables != self.tags("thead").len() {
            faults.push("a table without caption, head or body".to_owned());
        }
        faults
    }
}

fn read_tag(inside: &str) -> Option<Token> {
    if let Some(name) = inside.strip_prefix('/') {
        return Some(Token::Close(name.trim().to_lowercase()));
    }
    let inside = inside.trim_end_matches('/');
    let (name, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut attributes = BTreeMap::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        let value = match after.strip_prefix("=\"") {
            Some(quoted) => {
                let (value, after) = quoted.split_once('"').unwrap_or((quoted, ""));
                rest = after;
                unescaped(value)
            }
            None => {
                rest = after.strip_prefix('=').unwrap_or(after);
                String::new()
            }
        };
        attributes.insert(key.to_lowercase(), value);
    }
    Some(Token::Open { name: name.to_lowercase(), attributes })
}

fn unescaped(text: &str) -> String {
    let plain = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&#x2F;", "/"),
        ("&amp;", "&"),
    ];
    plain.iter().fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
}

#[test]
fn a_form_is_read_as_a_browser_would_send_it() {
    let page = Html::read(
        "<form method=\"post\" action=\"?act=save&amp;key=1\"><input type=\"hidden\" name=\"v\" value=\"3\">\
         <input type=\"checkbox\" name=\"c\" checked><input type=\"checkbox\" name=\"d\">\
         <select name=\"s\"><option value=\"\">x</option><option value=\"b\" selected>y</option></select>\
         <textarea name=\"t\">\n\n1 &lt; 2</textarea><button formaction=\"?act=lock&amp;key=1\">z</button></form>",
    );
    let form = page.form("lock").unwrap();
    assert_eq!(form.action, "?act=lock&key=1");
    let fields: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(fields, [("v", "3"), ("c", "on"), ("s", "b"), ("t", "\n1 < 2")]);
    assert!(page.form("other").is_none());
}
