using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Alerts;
using OrleansEntry.Contracts.Closing;
using OrleansEntry.Contracts.IdentifierChange;
using OrleansEntry.Contracts.LostFactor;
using OrleansEntry.Contracts.Passkeys;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Contracts.Trading;
using OrleansEntry.Core.Sessions;

namespace OrleansEntry.Gateway.Sessions;

/// <summary>A session token as it came with a request; whether it is still good is the account's to say.</summary>
/// <param name="Token">The token.</param>
/// <param name="ByCookie">Whether a browser sent it by itself, so that the page must vouch for changes.</param>
internal sealed record Credential(SessionToken Token, bool ByCookie)
{
    /// <summary>The header by which a page vouches for a change.</summary>
    public const string AntiForgeryHeader = "X-Anti-Forgery";

    private const string Scheme = "Bearer ";

    /// <summary>Reads the credential of a request. An Authorization header counts alone, even when it is no good.</summary>
    public static Credential? Of(HttpContext http)
    {
        var authorization = http.Request.Headers[HeaderNames.Authorization];
        var byCookie = authorization.Count == 0;
        var text = byCookie ? http.RequestServices.GetRequiredService<Cookies>().Session(http)
            : authorization.Count == 1 && authorization.ToString().StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
                ? authorization.ToString()[Scheme.Length..]
                : null;

        return SessionToken.TryParse(text, out var token) ? new Credential(token, byCookie) : null;
    }

    /// <summary>Whether a change may be one that another page made the browser send (NIST SP 800-63B-4 §5.1).</summary>
    public bool IsForged(HttpRequest request) =>
        ByCookie && !CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(request.Headers[AntiForgeryHeader].ToString()), Encoding.UTF8.GetBytes(Token.AntiForgery()));
}

/// <summary>The person behind a request inside a session, as the account vouches for them.</summary>
/// <param name="Credential">What they showed.</param>
/// <param name="Proof">The same, as grains are told it.</param>
/// <param name="Session">Their account and session.</param>
/// <param name="Visitor">Where they ask from.</param>
internal sealed record Caller(Credential Credential, SessionProof Proof, SessionReply Session, Visitor Visitor)
{
    /// <summary>Their account's id.</summary>
    public string AccountId => Credential.Token.Account.Value;

    /// <summary>The caller of a route that demands a session.</summary>
    public static Caller Of(HttpContext http) =>
        http.Features.Get<Caller>() ?? throw new InvalidOperationException("This route does not demand a session.");

    /// <summary>Their account.</summary>
    public IAccountGrain Account(IGrainFactory grains) => grains.GetGrain<IAccountGrain>(AccountId);

    /// <summary>Their account, as far as alerts go.</summary>
    public IAccountAlertsGrain Alerts(IGrainFactory grains) => grains.GetGrain<IAccountAlertsGrain>(AccountId);

    /// <summary>Their account, as far as a lost second factor goes.</summary>
    public IAccountLostFactorGrain LostFactor(IGrainFactory grains) => grains.GetGrain<IAccountLostFactorGrain>(AccountId);

    /// <summary>Their account, as far as its passkeys go.</summary>
    public IAccountPasskeysGrain Passkeys(IGrainFactory grains) => grains.GetGrain<IAccountPasskeysGrain>(AccountId);

    /// <summary>Their account, as far as its identifier goes.</summary>
    public IAccountIdentifierGrain Identifier(IGrainFactory grains) => grains.GetGrain<IAccountIdentifierGrain>(AccountId);

    /// <summary>Their account, as far as its closing goes.</summary>
    public IAccountClosingGrain Closing(IGrainFactory grains) => grains.GetGrain<IAccountClosingGrain>(AccountId);

    /// <summary>Their account, as far as trading goes.</summary>
    public IAccountTradingGrain Trading(IGrainFactory grains) => grains.GetGrain<IAccountTradingGrain>(AccountId);
}
