using System.Collections.Immutable;

namespace OrleansEntry.Contracts.Operators;

/// <summary>What a request shows to prove an operator's session.</summary>
[GenerateSerializer, Immutable, Alias("entry.OperatorProof")]
public sealed record OperatorProof
{
    /// <summary>The session's public name.</summary>
    [Id(0)] public required string SessionId { get; init; }

    /// <summary>SHA-256 of the token's secret.</summary>
    [Id(1)] public required byte[] SecretHash { get; init; }

    /// <summary>Where the request comes from.</summary>
    [Id(2)] public required Visit Visit { get; init; }

    /// <summary>Never prints the hash.</summary>
    public override string ToString() => $"{nameof(OperatorProof)} {SessionId}";
}

/// <summary>The answer to an operator. Closed: only the cases below.</summary>
[GenerateSerializer, Immutable, Alias("entry.OperatorReply")]
public abstract record OperatorReply
{
    private OperatorReply() { }

    /// <summary>Done, with nothing to tell.</summary>
    [GenerateSerializer, Immutable, Alias("entry.OperatorReply.Done")]
    public sealed record Done : OperatorReply;

    /// <summary>Done, with an answer.</summary>
    [GenerateSerializer, Immutable, Alias("entry.OperatorReply.Done`1")]
    public sealed record Done<T> : OperatorReply
    {
        /// <summary>The answer.</summary>
        [Id(0)] public required T Value { get; init; }

        /// <summary>The answer may hold secrets; it never prints.</summary>
        public override string ToString() => $"Done<{typeof(T).Name}>";
    }

    /// <summary>There is no such session, or it is over.</summary>
    [GenerateSerializer, Immutable, Alias("entry.OperatorReply.NoSession")]
    public sealed record NoSession : OperatorReply;

    /// <summary>Refused.</summary>
    [GenerateSerializer, Immutable, Alias("entry.OperatorReply.Refused")]
    public sealed record Refused : OperatorReply
    {
        /// <summary>Why: <c>not-your-role</c>, <c>another-operator</c>, <c>not-found</c>, <c>operator-not-admitted</c>,
        /// <c>operator-taken</c>,
        /// <c>operators-full</c>, <c>passkey-copyable</c>, <c>last-admin</c>, <c>nothing-to-do</c>,
        /// <c>no-account</c> or <c>changed-meanwhile</c>.</summary>
        [Id(0)] public required string Code { get; init; }

        /// <summary>The role it takes, with <c>not-your-role</c>.</summary>
        [Id(1)] public string? Role { get; init; }
    }

    /// <summary>Not before <see cref="Until"/>.</summary>
    [GenerateSerializer, Immutable, Alias("entry.OperatorReply.Waiting")]
    public sealed record Waiting : OperatorReply
    {
        /// <summary>The end of the wait.</summary>
        [Id(0)] public required DateTimeOffset Until { get; init; }
    }
}

/// <summary>One asking for a passkey.</summary>
[GenerateSerializer, Immutable, Alias("entry.OperatorCeremony")]
public sealed record OperatorCeremony
{
    /// <summary>For the browser: WebAuthn's JSON.</summary>
    [Id(0)] public required string Options { get; init; }

    /// <summary>To be sent back with the answer; sealed.</summary>
    [Id(1)] public required string Ceremony { get; init; }

    /// <summary>Its end.</summary>
    [Id(2)] public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Never prints it.</summary>
    public override string ToString() => nameof(OperatorCeremony);
}

/// <summary>A session with its secret, given once.</summary>
[GenerateSerializer, Immutable, Alias("entry.OperatorGrant")]
public sealed record OperatorGrant
{
    /// <summary>The session's public name.</summary>
    [Id(0)] public required string SessionId { get; init; }

    /// <summary>The token's secret, 32 bytes.</summary>
    [Id(1)] public required byte[] Secret { get; init; }

    /// <summary>Who.</summary>
    [Id(2)] public required OperatorSelf Self { get; init; }

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"{nameof(OperatorGrant)} {SessionId}";
}

/// <summary>The operator behind a token.</summary>
[GenerateSerializer, Immutable, Alias("entry.OperatorSelf")]
public sealed record OperatorSelf
{
    /// <summary>Who.</summary>
    [Id(0)] public required OperatorView Operator { get; init; }

    /// <summary>The session's end when it is not used.</summary>
    [Id(1)] public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Its end in any case.</summary>
    [Id(2)] public required DateTimeOffset EndsAt { get; init; }
}

/// <summary>An operator, without their key.</summary>
[GenerateSerializer, Immutable, Alias("entry.OperatorView")]
public sealed record OperatorView
{
    /// <summary>Their public name.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>What they are called.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>Their roles.</summary>
    [Id(2)] public required ImmutableArray<string> Roles { get; init; }

    /// <summary>Since when.</summary>
    [Id(3)] public required DateTimeOffset Since { get; init; }
}

/// <summary>Who is to be invited.</summary>
/// <param name="Name">What they will be called.</param>
/// <param name="Roles">Their roles.</param>
[GenerateSerializer, Immutable, Alias("entry.OperatorWish")]
public sealed record OperatorWish([property: Id(0)] string Name, [property: Id(1)] ImmutableArray<string> Roles);

/// <summary>Something that waits for a second operator.</summary>
[GenerateSerializer, Immutable, Alias("entry.ProposalView")]
public sealed record ProposalView
{
    /// <summary>Its public name.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>What: the word of an act.</summary>
    [Id(1)] public required string Act { get; init; }

    /// <summary>The account.</summary>
    [Id(2)] public required string AccountId { get; init; }

    /// <summary>Who wants it: what they are called.</summary>
    [Id(3)] public required string By { get; init; }

    /// <summary>Their reason.</summary>
    [Id(4)] public required string Why { get; init; }

    /// <summary>Since when.</summary>
    [Id(5)] public required DateTimeOffset At { get; init; }

    /// <summary>Its end.</summary>
    [Id(6)] public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>Operators, proposals and the service.</summary>
[GenerateSerializer, Immutable, Alias("entry.OperatorsOverview")]
public sealed record OperatorsOverview
{
    /// <summary>The operators.</summary>
    [Id(0)] public required ImmutableArray<OperatorView> Operators { get; init; }

    /// <summary>What waits for a second one.</summary>
    [Id(1)] public required ImmutableArray<ProposalView> Proposals { get; init; }

    /// <summary>What is decided for the service.</summary>
    [Id(2)] public required ServiceView Service { get; init; }
}

/// <summary>What operators decided for the whole service.</summary>
[GenerateSerializer, Immutable, Alias("entry.ServiceView")]
public sealed record ServiceView
{
    /// <summary>Counts the changes.</summary>
    [Id(0)] public required long Version { get; init; }

    /// <summary>Sessions that began then or before are over.</summary>
    [Id(1)] public DateTimeOffset? SessionsEndedThrough { get; init; }

    /// <summary>The lowest level of attack; 0 when none is set.</summary>
    [Id(2)] public int Attack { get; init; }

    /// <summary>Until when.</summary>
    [Id(3)] public DateTimeOffset? AttackUntil { get; init; }

    /// <summary>The official addresses, as their JSON; <see langword="null"/> where the settings hold.</summary>
    [Id(4)] public string? OfficialAddresses { get; init; }

    /// <summary>The versions of clients, as their JSON; <see langword="null"/> where the settings hold.</summary>
    [Id(5)] public string? ClientVersions { get; init; }

    /// <summary>Further services, as their JSON; <see langword="null"/> for none. Of secrets it holds hashes alone.</summary>
    [Id(6)] public string? Services { get; init; }
}

/// <summary>A change of a list that operators keep.</summary>
/// <param name="List">The number of a <c>ServiceList</c>.</param>
/// <param name="Document">Its JSON; <see langword="null"/> goes back to the settings.</param>
/// <param name="Known">The version of the service that the change goes by.</param>
[GenerateSerializer, Immutable, Alias("entry.ServiceListChange")]
public sealed record ServiceListChange([property: Id(0)] int List, [property: Id(1)] string? Document, [property: Id(2)] long Known);

/// <summary>What an account is told to do.</summary>
[GenerateSerializer, Immutable, Alias("entry.AccountActOrder")]
public sealed record AccountActOrder
{
    /// <summary>The word of the act.</summary>
    [Id(0)] public required string Act { get; init; }

    /// <summary>Who.</summary>
    [Id(1)] public required string OperatorId { get; init; }

    /// <summary>Who agreed, where it takes two.</summary>
    [Id(2)] public string? ReviewerId { get; init; }

    /// <summary>Why.</summary>
    [Id(3)] public required string Why { get; init; }
}

/// <summary>How it ended.</summary>
[GenerateSerializer, Immutable, Alias("entry.AccountActReply")]
public sealed record AccountActReply
{
    /// <summary>The number of an <c>ActOutcome</c>.</summary>
    [Id(0)] public required int Outcome { get; init; }

    /// <summary>The account as it is now, where there is one.</summary>
    [Id(1)] public AccountState? State { get; init; }
}

/// <summary>An account as operators see it: no secret, and nothing that one could be found out by.</summary>
[GenerateSerializer, Immutable, Alias("entry.AccountState")]
public sealed record AccountState
{
    /// <summary>The account's id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The identifier, masked.</summary>
    [Id(1)] public required string MaskedIdentifier { get; init; }

    /// <summary>When it was opened.</summary>
    [Id(2)] public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it was last entered.</summary>
    [Id(3)] public DateTimeOffset? LastAdmittedAt { get; init; }

    /// <summary>Since when it is frozen.</summary>
    [Id(4)] public DateTimeOffset? FrozenSince { get; init; }

    /// <summary>Why: a word of <c>FreezeReason</c>.</summary>
    [Id(5)] public string? FrozenWhy { get; init; }

    /// <summary>How many sessions live.</summary>
    [Id(6)] public required int Sessions { get; init; }

    /// <summary>How many devices are known.</summary>
    [Id(7)] public required int Devices { get; init; }

    /// <summary>The second factors it has, by method.</summary>
    [Id(8)] public required ImmutableArray<string> SecondFactors { get; init; }

    /// <summary>How many recovery codes are left.</summary>
    [Id(9)] public required int RecoveryCodesLeft { get; init; }

    /// <summary>The longest wait after wrong tries that runs.</summary>
    [Id(10)] public DateTimeOffset? WaitsUntil { get; init; }

    /// <summary>The authenticators that are out of use somewhere.</summary>
    [Id(11)] public required ImmutableArray<string> OutOfUse { get; init; }

    /// <summary>Until when withdrawals are held.</summary>
    [Id(12)] public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>When a lost second factor will be removed.</summary>
    [Id(13)] public DateTimeOffset? FactorRemovalAt { get; init; }

    /// <summary>When a link of the way back was mailed last, while one is out.</summary>
    [Id(14)] public DateTimeOffset? RecoveryMailedAt { get; init; }

    /// <summary>Until when the security settings are locked.</summary>
    [Id(15)] public DateTimeOffset? SettingsLockedUntil { get; init; }

    /// <summary>Whether a trading passcode is set.</summary>
    [Id(16)] public required bool HasTradingPasscode { get; init; }

    /// <summary>When its owner has it closed, where they asked for that.</summary>
    [Id(17)] public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>When it was closed; then nothing else is left to see.</summary>
    [Id(18)] public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Until when the log of the closed account is kept.</summary>
    [Id(19)] public DateTimeOffset? KeptUntil { get; init; }
}
