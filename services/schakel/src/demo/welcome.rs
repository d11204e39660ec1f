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
  OpenAPI        {url}/v1/openapi.json
  gRPC           {address} (plaintext, with reflection)
  Metrics        http://{metrics}/metrics

A token for any role (chain_manager, process_director, information_coordinator, case_holder, reporter,
zsm_coordinator, chain_partner, …):

  TOKEN=$(target/debug/schakel token --role process_director)

Calls to copy:

  curl -s {url}/v1/cases -H "Authorization: Bearer $TOKEN"
  curl -s "{url}/v1/work-items?limit=5" -H "Authorization: Bearer $TOKEN"
  curl -s {url}/v1/lookups -H "Authorization: Bearer $(target/debug/schakel token --role zsm_coordinator)" \
       -H "Content-Type: application/json" -d '{{"type": "by_bsn", "purpose": "zsm_lookup", "reference": "demo-1", "bsn": "999900031"}}'
  npx --no -- buf curl --protocol grpc --http2-prior-knowledge -H "Authorization: Bearer $TOKEN" -d '{{}}' \
       {url}/schakel.v1.CaseService/ListCases        (`make setup` installs buf)

Stop with Ctrl-C; the data stays."#,
        metrics = config.metrics_listen,
    ));
}
