using OrleansEntry.Core.Passcodes;
using OrleansEntry.Core.SettingsLock;
using OrleansEntry.Core.Trading;

namespace OrleansEntry.Gateway;

/// <summary>The deployment's rules, as far as everybody may know them:
/// what <c>GET /v1/policy</c> tells and what new passcodes are held against.</summary>
public sealed record PublicPolicy
{
    /// <summary>How long a new passcode must and may be.</summary>
    public required PasscodePolicy Passcode { get; init; }

    /// <summary>Whether every account needs a second factor.</summary>
    public required bool SecondFactorRequired { get; init; }

    /// <summary>What can be approved, and in what words a person is asked.</summary>
    public required TradingPolicy Trading { get; init; }

    /// <summary>How long the security settings may be locked.</summary>
    public required SettingsLockPolicy SettingsLock { get; init; }

    /// <summary>How long an entry may take.</summary>
    public required TimeSpan EntryFor { get; init; }

    /// <summary>After how long without use a session ends.</summary>
    public required TimeSpan SessionIdle { get; init; }

    /// <summary>After how long a session ends in any case.</summary>
    public required TimeSpan SessionAbsolute { get; init; }
}
