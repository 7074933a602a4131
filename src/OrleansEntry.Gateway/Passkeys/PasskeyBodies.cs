using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansEntry.Contracts.Passkeys;
using OrleansEntry.Core.Passkeys;
using OrleansEntry.Gateway.Sessions;

namespace OrleansEntry.Gateway.Passkeys;

/// <summary>What a browser asks its authenticators.</summary>
internal sealed record PasskeyOptionsBody
{
    /// <summary>For <c>PublicKeyCredential.parseCreationOptionsFromJSON</c> or <c>parseRequestOptionsFromJSON</c> (WebAuthn Level 3).
    /// They are answered once, within five minutes.</summary>
    public required JsonElement Options { get; init; }

    /// <summary>Reads what the account gave.</summary>
    public static PasskeyOptionsBody From(string options)
    {
        using var read = JsonDocument.Parse(options);
        return new PasskeyOptionsBody { Options = read.RootElement.Clone() };
    }

    /// <summary>Never prints the challenge.</summary>
    public override string ToString() => nameof(PasskeyOptionsBody);
}

/// <summary>Adds a passkey.</summary>
internal sealed record NewPasskeyBody : Body
{
    /// <summary>What its owner calls it.</summary>
    [StringLength(Core.Passkeys.Passkey.MaxNameLength, MinimumLength = 1)] public required string Name { get; init; }

    /// <summary>What the authenticator answered: <c>PublicKeyCredential.toJSON()</c>.</summary>
    public required JsonElement Passkey { get; init; }
}

/// <summary>Gives a passkey another name.</summary>
internal sealed record PasskeyNameBody : Body
{
    /// <summary>The name.</summary>
    [StringLength(Passkey.MaxNameLength, MinimumLength = 1)] public required string Name { get; init; }
}

/// <summary>Shows a passkey.</summary>
internal sealed record PasskeyShownBody : Body
{
    /// <summary>What the authenticator answered: <c>PublicKeyCredential.toJSON()</c>.</summary>
    public required JsonElement Passkey { get; init; }
}

/// <summary>A passkey of the account.</summary>
internal sealed record PasskeyBody
{
    /// <summary>Its name in this API.</summary>
    public required string Id { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it was last used; null before the first time.</summary>
    public required DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Whether it is kept on several devices, as its authenticator said last.</summary>
    public required bool Synced { get; init; }

    /// <summary>Translates a view.</summary>
    public static PasskeyBody From(PasskeyView view) =>
        new() { Id = view.Id, Name = view.Name, Since = view.Since, LastUsedAt = view.LastUsedAt, Synced = view.BackedUp };
}

/// <summary>A passkey was added.</summary>
internal sealed record PasskeyAddedBody
{
    /// <summary>The passkey.</summary>
    public required PasskeyBody Passkey { get; init; }

    /// <summary>Where it is the account's first factor: ten recovery codes, shown this once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public ImmutableArray<string>? RecoveryCodes { get; init; }

    /// <summary>The session with its new token.</summary>
    public required IssuedSession Session { get; init; }

    /// <summary>What a page sends along with changes from now on, in the header X-Anti-Forgery.</summary>
    public required string AntiForgery { get; init; }

    /// <summary>Never prints the codes.</summary>
    public override string ToString() => nameof(PasskeyAddedBody);
}
