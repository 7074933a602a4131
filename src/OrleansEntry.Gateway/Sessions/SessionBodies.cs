using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansEntry.Contracts.Sessions;

namespace OrleansEntry.Gateway.Sessions;

/// <summary>A session that was just begun or whose token was just changed.</summary>
internal sealed record IssuedSession
{
    /// <summary>Its public name.</summary>
    public required string Id { get; init; }

    /// <summary>The token, for clients that are no browsers; a browser has it in its cookie alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Token { get; init; }

    /// <summary>Its end in any case.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Its end if it is not used before then.</summary>
    public required DateTimeOffset IdleExpiresAt { get; init; }

    /// <summary>How the person entered: passcode, totp, recovery-code, passkey.</summary>
    public required ImmutableArray<string> Methods { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Until when sensitive changes are open without a new confirmation.</summary>
    public required DateTimeOffset ConfirmedUntil { get; init; }

    /// <summary>Never prints the token.</summary>
    public override string ToString() => $"{nameof(IssuedSession)} {Id}";
}

/// <summary>A session with its new token.</summary>
internal sealed record RotatedSessionBody
{
    /// <summary>The session.</summary>
    public required IssuedSession Session { get; init; }

    /// <summary>What a page sends along with changes, in the header X-Anti-Forgery.</summary>
    public required string AntiForgery { get; init; }

    /// <summary>Never prints the token.</summary>
    public override string ToString() => nameof(RotatedSessionBody);
}

/// <summary>The caller's account and session.</summary>
internal sealed record CurrentSessionBody
{
    /// <summary>The account.</summary>
    public required string AccountId { get; init; }

    /// <summary>The identifier, masked.</summary>
    public required string Identifier { get; init; }

    /// <summary>The session.</summary>
    public required OwnSession Session { get; init; }

    /// <summary>What second factors there are.</summary>
    public required SecondFactorSummary SecondFactor { get; init; }

    /// <summary>Whether an authenticator must be set up before anything else.</summary>
    public required bool EnrolmentDue { get; init; }

    /// <summary>When the account will be closed; null when nobody closes it.</summary>
    public required DateTimeOffset? ClosesAt { get; init; }

    /// <summary>With the cookie: what a page sends along with changes, in the header X-Anti-Forgery.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? AntiForgery { get; init; }

    /// <summary>Never prints the anti-forgery value.</summary>
    public override string ToString() => nameof(CurrentSessionBody);
}

/// <summary>The second factors of an account, in short.</summary>
internal sealed record SecondFactorSummary
{
    /// <summary>Whether there is an authenticator.</summary>
    public required bool Totp { get; init; }

    /// <summary>How many recovery codes are left.</summary>
    public required int RecoveryCodesLeft { get; init; }

    /// <summary>How many passkeys there are.</summary>
    public required int Passkeys { get; init; }
}

/// <summary>The caller's session, as they may see it.</summary>
internal sealed record OwnSession
{
    /// <summary>Its public name.</summary>
    public required string Id { get; init; }

    /// <summary>How the person entered.</summary>
    public required ImmutableArray<string> Methods { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was last used, exact to a minute.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>Its end in any case.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Its end if it is not used before then.</summary>
    public required DateTimeOffset IdleExpiresAt { get; init; }

    /// <summary>Until when sensitive changes are open without a new confirmation.</summary>
    public required DateTimeOffset ConfirmedUntil { get; init; }

    /// <summary>What the client said it is.</summary>
    public required string Device { get; init; }

    /// <summary>The network it began from.</summary>
    public required string Network { get; init; }

    /// <summary>Translates a view.</summary>
    public static OwnSession From(SessionView view) => new()
    {
        Id = view.Id,
        Methods = view.Methods,
        StartedAt = view.StartedAt,
        LastSeenAt = view.LastSeenAt,
        ExpiresAt = view.ExpiresAt,
        IdleExpiresAt = view.IdleExpiresAt,
        ConfirmedUntil = view.ConfirmedUntil,
        Device = view.Agent,
        Network = view.Network,
    };
}

/// <summary>The live sessions of an account.</summary>
internal sealed record SessionsBody
{
    /// <summary>The sessions.</summary>
    public required ImmutableArray<ListedSession> Sessions { get; init; }
}

/// <summary>One of them.</summary>
internal sealed record ListedSession
{
    /// <summary>Its public name.</summary>
    public required string Id { get; init; }

    /// <summary>Whether it is the one that asks.</summary>
    public required bool Current { get; init; }

    /// <summary>What the client said it is.</summary>
    public required string Device { get; init; }

    /// <summary>The network it began from.</summary>
    public required string Network { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was last used, exact to a minute.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>Its end in any case.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Its end if it is not used before then.</summary>
    public required DateTimeOffset IdleExpiresAt { get; init; }

    /// <summary>How the person entered.</summary>
    public required ImmutableArray<string> Methods { get; init; }

    /// <summary>Translates a view.</summary>
    public static ListedSession From(SessionView view, string currentId) => new()
    {
        Id = view.Id,
        Current = view.Id == currentId,
        Device = view.Agent,
        Network = view.Network,
        StartedAt = view.StartedAt,
        LastSeenAt = view.LastSeenAt,
        ExpiresAt = view.ExpiresAt,
        IdleExpiresAt = view.IdleExpiresAt,
        Methods = view.Methods,
    };
}

/// <summary>Proves presence again: the passcode and, where there is a second factor, its method and code; or a passkey alone.</summary>
internal sealed record ConfirmationBody : Body
{
    /// <summary>The passcode.</summary>
    [StringLength(1024, MinimumLength = 1)] public string? Passcode { get; init; }

    /// <summary>The second factor: totp, recovery-code or passkey.</summary>
    [RegularExpression("^(totp|recovery-code|passkey)$")] public string? Method { get; init; }

    /// <summary>The code of totp or recovery-code.</summary>
    [StringLength(64, MinimumLength = 1)] public string? Code { get; init; }

    /// <summary>With passkey: what the authenticator answered.</summary>
    public JsonElement? Passkey { get; init; }
}
