// An OpenID provider for tests: panva's certified oidc-provider, with people who need no password.
//
// node provider.js PORT WAY_BACK. Prints a line when it listens. Whoever types `ada` is ada@example.org,
// with a confirmed address; `eve-unconfirmed` has one that nobody has confirmed; `ada-mfa` has shown
// several factors.
import { Provider } from "oidc-provider";

const [port, wayBack] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "folkmoot",
      client_secret: "a secret of the tests",
      redirect_uris: wayBack.split(","),
      response_types: ["code"],
      grant_types: ["authorization_code"],
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], amr: null, acr: null },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      name: id[0].toUpperCase() + id.slice(1),
      email: `${id.split("-")[0]}@example.org`,
      email_verified: !id.endsWith("-unconfirmed"),
    }),
  }),
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } },
  cookies: { keys: ["only for tests"] },
  ttl: { Session: 3600, Grant: 3600, Interaction: 3600, IdToken: 3600, AccessToken: 3600 },
});

provider.listen(Number(port), "127.0.0.1", () => console.log(`listening at ${issuer}`));
