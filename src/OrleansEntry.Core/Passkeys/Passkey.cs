using System.Collections.Immutable;
using System.Globalization;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Keys;

namespace OrleansEntry.Core.Passkeys;

/// <summary>A passkey of an account.</summary>
public sealed record Passkey
{
    /// <summary>Longest name, in UTF-16 code units.</summary>
    public const int MaxNameLength = 40;

    /// <summary>Its public name, 32 lower-case hex characters.</summary>
    public required string Id { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; init; }

    /// <summary>What its authenticator gave away, as it stood when it was last used.</summary>
    public required PasskeyCredential Credential { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The MAC it is stored with.</summary>
    public ImmutableArray<byte> Mac { get; init; } = [];

    /// <summary>When it was last used; <see langword="null"/> before the first time.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The same with its MAC, as one of this account.</summary>
    public Passkey WithMac(AccountId account, DeploymentKeys keys) => this with { Mac = MacOf(account, keys) };

    /// <summary>Whether this account added it so: nobody changed it in the store.</summary>
    public bool IsIntact(AccountId account, DeploymentKeys keys) => Mac.Is(MacOf(account, keys));

    /// <summary>Never prints the key.</summary>
    public override string ToString() => $"passkey {Id}";

    // Since when, because probation hangs on it.
    private ImmutableArray<byte> MacOf(AccountId account, DeploymentKeys keys) => PasskeyMac.Of(
        keys, Credential, "account", account.Value, Id, Since.UtcTicks.ToString(CultureInfo.InvariantCulture));
}

/// <summary>The numbers of passkeys.</summary>
public sealed record PasskeyPolicy
{
    /// <summary>Passkeys of one account. 1 to 20; default 10.</summary>
    public int MaxPasskeys { get; init; } = 10;

    /// <summary>How long an asking waits for its answer: a little longer than browsers are told (WebAuthn §15.1 recommends five minutes
    /// to ten).</summary>
    public static TimeSpan CeremonyFor { get; } = TimeSpan.FromMinutes(6);
}
