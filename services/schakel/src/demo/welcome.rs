//! What the demo says when it is up.

use crate::config::Config;
use crate::operate::say;

/// Where to go, how to get a token, and calls to copy.
pub fn print(config: &Config) {
    let url = &config.public_url;
    let address = url.trim_start_matches("http://");
    say(&format!(
        r#"
Schakel is up.

  API explorer   {url}/explorer/
  Factsheets     {url}/factsheets/   (three years are told in the background, in minutes)
  OpenAPI        {url}/v1/openapi.json
  gRPC           {address} (plaintext, with reflection)
  Metrics        http://{metrics}/metrics

A token for any role (chain_manager, process_director, information_coordinator, case_holder, reporter,
zsm_coordinator, chain_partner, privacy_officer, …):

  TOKEN=$(target/debug/schakel token --role process_director)

Calls to copy:

  curl -s {url}/v1/cases -H "Authorization: Bearer $TOKEN"
  curl -s "{url}/v1/work-items?limit=5" -H "Authorization: Bearer $TOKEN"
  npx --no -- buf curl --protocol grpc --http2-prior-knowledge -H "Authorization: Bearer $TOKEN" -d '{{}}' \
       {url}/schakel.v1.CaseService/ListCases        (`make setup` installs buf)

Is this person being handled, and who asked? First ZSM, then the privacy officer:

  curl -s {url}/v1/lookups -H "Authorization: Bearer $(target/debug/schakel token --role zsm_coordinator)" \
       -H "Content-Type: application/json" -d '{{"type": "by_bsn", "purpose": "zsm_lookup", "reference": "demo-1", "bsn": "999900031"}}'
  curl -s {url}/v1/access-records/_search -H "Authorization: Bearer $(target/debug/schakel token --role privacy_officer)" \
       -H "Content-Type: application/json" -d '{{"bsn": "999900031"}}'

Worth trying: look up Lotte de Bedacht, born 1988-12-24, by name (`by_name_and_birth_date`), then as "L. Bedagt",
as born in 1989, and as Charlotte Denkbaar, whose record was merged with hers. Ask as chain_partner for a
partner_lookup, and hear less. Read the notices of case_holder.
README.md and docs/integrators-guide.md go on from here.

Stop with Ctrl-C; the data stays."#,
        metrics = config.metrics_listen,
    ));
}
