using System.Collections.Immutable;
using System.Security.Cryptography;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Passkeys;

namespace OrleansEntry.Core.Operators;

/// <summary>Everything that is known of the operators. One record, so that a change and its log entry are one write.</summary>
public sealed record OperatorsState
{
    /// <summary>Most operators.</summary>
    public const int MaxOperators = 32;

    /// <summary>Most sessions of one operator; when one more begins the oldest ends.</summary>
    public const int MaxSessionsEach = 2;

    /// <summary>Most proposals that wait for a second operator.</summary>
    public const int MaxProposals = 32;

    /// <summary>Nobody yet.</summary>
    public static OperatorsState Empty { get; } = new();

    /// <summary>The operators.</summary>
    public ImmutableArray<Operator> Operators { get; init; } = [];

    /// <summary>Who is in.</summary>
    public ImmutableArray<OperatorSession> Sessions { get; init; } = [];

    /// <summary>Invitations and challenges that were used, until their own end: each works once.</summary>
    public ImmutableArray<SpentTicket> Spent { get; init; } = [];

    /// <summary>What waits for a second operator.</summary>
    public ImmutableArray<Proposal> Proposals { get; init; } = [];

    /// <summary>What operators decided for the whole service.</summary>
    public ServiceState Service { get; init; } = new();

    /// <summary>What the operators' log is owed, and where its chain stands.</summary>
    public ActivityOutbox Log { get; init; } = ActivityOutbox.Empty;
}

/// <summary>An operator. They have no passcode: a passkey that can not be copied is their only way in (NIST SP 800-63B-4 §2.3,
/// AAL3).</summary>
/// <param name="Id">Their public name.</param>
/// <param name="Name">What they are called: 2 to 40 of <c>a-z 0-9 . -</c>, and nobody else's.</param>
/// <param name="Roles">Of <see cref="OperatorRole"/>, at least one.</param>
/// <param name="Key">Their passkey: one that can not leave its authenticator.</param>
/// <param name="Since">Since when.</param>
public sealed record Operator(string Id, string Name, ImmutableSortedSet<string> Roles, PasskeyCredential Key, DateTimeOffset Since)
{
    /// <summary>The MAC they are stored with.</summary>
    public ImmutableArray<byte> Mac { get; init; } = [];

    /// <summary>The same with their MAC.</summary>
    public Operator WithMac(DeploymentKeys keys) => this with { Mac = MacOf(keys) };

    /// <summary>Whether they were made an operator so: nobody changed key or roles in the store.</summary>
    public bool IsIntact(DeploymentKeys keys) => Mac.Is(MacOf(keys));

    private ImmutableArray<byte> MacOf(DeploymentKeys keys) => PasskeyMac.Of(keys, Key, "operator", Id, Name, string.Join(',', Roles));

    /// <summary>Whether a text can be a name.</summary>
    public static bool IsName(string text) =>
        text.Length is >= 2 and <= 40 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-');
}

/// <summary>A session of an operator (NIST SP 800-63B-4 §2.3.3: 12 hours in any case, 15 minutes without use).</summary>
public sealed record OperatorSession
{
    /// <summary>Its end in any case.</summary>
    public static readonly TimeSpan AbsoluteFor = TimeSpan.FromHours(12);

    /// <summary>Its end when it is not used.</summary>
    public static readonly TimeSpan IdleFor = TimeSpan.FromMinutes(15);

    /// <summary>How exactly the last use is kept: a session may end this much early, never late.</summary>
    public static readonly TimeSpan TouchEvery = TimeSpan.FromMinutes(1);

    /// <summary>Its public name.</summary>
    public required string Id { get; init; }

    /// <summary>Whose.</summary>
    public required string OperatorId { get; init; }

    /// <summary>SHA-256 of the token's secret.</summary>
    public required byte[] SecretHash { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was last used.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>From which network it began.</summary>
    public required string Network { get; init; }

    /// <summary>By what client.</summary>
    public required string Agent { get; init; }

    /// <summary>Its end when it is not used again.</summary>
    public DateTimeOffset ExpiresAt
    {
        get
        {
            var (idle, absolute) = (LastSeenAt + IdleFor, StartedAt + AbsoluteFor);
            return idle < absolute ? idle : absolute;
        }
    }

    /// <summary>Whether it still lives. At its end itself it is over.</summary>
    public bool IsLive(DateTimeOffset now) => now < ExpiresAt;

    /// <summary>Whether the secret is its own, in constant time.</summary>
    public bool Owns(ReadOnlySpan<byte> secretHash) => CryptographicOperations.FixedTimeEquals(SecretHash, secretHash);

    /// <summary>Never prints the hash.</summary>
    public override string ToString() => $"operator session {Id}";
}

/// <summary>Something that works once and was used.</summary>
/// <param name="Name">What: SHA-256 in hex.</param>
/// <param name="Until">When it would be over anyway.</param>
public sealed record SpentTicket(string Name, DateTimeOffset Until);

/// <summary>An act that waits for a second operator.</summary>
/// <param name="Id">Its public name.</param>
/// <param name="Act">The word of the <see cref="OperatorAct"/>.</param>
/// <param name="Target">The account.</param>
/// <param name="By">Who wants it: never who agrees.</param>
/// <param name="Why">Their reason.</param>
/// <param name="At">Since when.</param>
public sealed record Proposal(string Id, string Act, string Target, string By, string Why, DateTimeOffset At)
{
    /// <summary>How long it waits.</summary>
    public static readonly TimeSpan WaitsFor = TimeSpan.FromHours(24);

    /// <summary>Its end.</summary>
    public DateTimeOffset ExpiresAt => At + WaitsFor;
}

/// <summary>What operators decided for the whole service. Silos and gateways read it every second.</summary>
public sealed record ServiceState
{
    /// <summary>Counts the changes.</summary>
    public long Version { get; init; }

    /// <summary>Sessions that began then or before are over; <see langword="null"/> when none was ended so.</summary>
    public DateTimeOffset? SessionsEndedThrough { get; init; }

    /// <summary>The lowest level of attack for now; <see langword="null"/> where the measured one holds.</summary>
    public ForcedLevel? Attack { get; init; }

    /// <summary>The official addresses, as their JSON; <see langword="null"/> where the settings hold.</summary>
    public string? OfficialAddresses { get; init; }

    /// <summary>The advised and minimum versions of clients, as their JSON; <see langword="null"/> where the settings hold.</summary>
    public string? ClientVersions { get; init; }

    /// <summary>The services that operators let in, as their JSON; they come on top of those of the settings.</summary>
    public string? Services { get; init; }
}

/// <summary>A level of attack that operators set.</summary>
/// <param name="Level">The level at the least.</param>
/// <param name="Until">Its end; then the measured level holds again.</param>
public sealed record ForcedLevel(Risk.AttackLevel Level, DateTimeOffset Until)
{
    /// <summary>The lowest level at a time.</summary>
    public Risk.AttackLevel At(DateTimeOffset now) => now < Until ? Level : Risk.AttackLevel.Calm;
}
