using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Sessions;

namespace OrleansEntry.Gateway.Sessions;

/// <summary>A session on its way to its client.</summary>
/// <param name="Session">The session, with its token where the client is no browser.</param>
/// <param name="DeviceToken">What the device is known by from now on, where that is new and the client is no browser.</param>
/// <param name="AntiForgery">What a page sends along with changes.</param>
internal sealed record Issue(IssuedSession Session, string? DeviceToken, string AntiForgery)
{
    /// <summary>Never prints a token.</summary>
    public override string ToString() => $"{nameof(Issue)} {Session.Id}";
}

/// <summary>Hands sessions out: to a browser in its cookie alone (ASVS 3.3.4), to other clients in the body as well.</summary>
internal sealed class SessionIssuer(Cookies cookies)
{
    /// <summary>Hands out a session.</summary>
    public Issue Hand(HttpContext http, Visitor visitor, AccountId account, SessionGrant grant)
    {
        var token = SessionToken.Create(account, grant.Session.Id, grant.Secret);
        cookies.GiveSession(http, token);
        if (grant.DeviceSecret is { } device) cookies.GiveDevice(http, device);
        if (grant.DevicePass is { } pass) cookies.GivePass(http, pass);

        var view = grant.Session;
        var session = new IssuedSession
        {
            Id = view.Id,
            Token = visitor.IsBrowser ? null : token.Reveal(),
            ExpiresAt = view.ExpiresAt,
            IdleExpiresAt = view.IdleExpiresAt,
            Methods = view.Methods,
            StartedAt = view.StartedAt,
            ConfirmedUntil = view.ConfirmedUntil,
        };
        var deviceToken = grant.DeviceSecret is { } secret && !visitor.IsBrowser ? DeviceToken.Reveal(secret) : null;
        return new Issue(session, deviceToken, token.AntiForgery());
    }

    /// <summary>Hands out a session whose token was changed.</summary>
    public RotatedSessionBody HandRotated(HttpContext http, Caller caller, SessionGrant grant)
    {
        var issue = Hand(http, caller.Visitor, caller.Credential.Token.Account, grant);
        return new RotatedSessionBody { Session = issue.Session, AntiForgery = issue.AntiForgery };
    }
}
