using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using OrleansEntry.Contracts.Operators;
using OrleansEntry.Core;
using OrleansEntry.Core.Operators;
using OrleansEntry.Gateway.Clients;
using OrleansEntry.Gateway.OfficialAddresses;

namespace OrleansEntry.Gateway.Operators;

/// <summary>Somebody who was invited.</summary>
internal sealed record InvitedBody : Body
{
    /// <summary>What stands behind the # of the invitation.</summary>
    [StringLength(OperatorInvitation.MaxTextLength, MinimumLength = 1)] public required string Invitation { get; init; }
}

/// <summary>The new passkey of somebody who was invited.</summary>
internal sealed record EnrolmentBody : Body
{
    /// <summary>What stands behind the # of the invitation.</summary>
    [StringLength(OperatorInvitation.MaxTextLength, MinimumLength = 1)] public required string Invitation { get; init; }

    /// <summary>The ceremony, as it was given.</summary>
    [StringLength(4096, MinimumLength = 1)] public required string Ceremony { get; init; }

    /// <summary>The browser's answer (WebAuthn, RegistrationResponseJSON).</summary>
    public required JsonElement Answer { get; init; }
}

/// <summary>The passkey of an operator.</summary>
internal sealed record OperatorEntryBody : Body
{
    /// <summary>The ceremony, as it was given.</summary>
    [StringLength(4096, MinimumLength = 1)] public required string Ceremony { get; init; }

    /// <summary>The browser's answer (WebAuthn, AuthenticationResponseJSON).</summary>
    public required JsonElement Answer { get; init; }
}

/// <summary>What a browser asks an authenticator with.</summary>
internal sealed record CeremonyBody
{
    /// <summary>WebAuthn's options.</summary>
    public required JsonElement Options { get; init; }

    /// <summary>To be sent back with the answer.</summary>
    public required string Ceremony { get; init; }

    /// <summary>Until when.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Translates a ceremony.</summary>
    public static CeremonyBody From(OperatorCeremony ceremony) => new()
    {
        Options = JsonElement.Parse(ceremony.Options), Ceremony = ceremony.Ceremony, ExpiresAt = ceremony.ExpiresAt,
    };

    /// <summary>Never prints it.</summary>
    public override string ToString() => nameof(CeremonyBody);
}

/// <summary>An operator.</summary>
internal sealed record OperatorBody
{
    /// <summary>Their public name.</summary>
    public required string Id { get; init; }

    /// <summary>What they are called.</summary>
    public required string Name { get; init; }

    /// <summary>Of support, security and admin.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Translates an operator.</summary>
    public static OperatorBody From(OperatorView view) =>
        new() { Id = view.Id, Name = view.Name, Roles = view.Roles, Since = view.Since };
}

/// <summary>The operator who is in.</summary>
internal sealed record OperatorSelfBody
{
    /// <summary>Who.</summary>
    public required OperatorBody Operator { get; init; }

    /// <summary>The session's end when it is not used.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Its end in any case.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>What a page sends along with changes, as X-Anti-Forgery.</summary>
    public required string AntiForgery { get; init; }

    /// <summary>Translates who is in.</summary>
    public static OperatorSelfBody From(OperatorSelf self, string antiForgery) => new()
    {
        Operator = OperatorBody.From(self.Operator), ExpiresAt = self.ExpiresAt, EndsAt = self.EndsAt, AntiForgery = antiForgery,
    };
}

/// <summary>Something that an operator does, with their reason.</summary>
internal abstract record ReasonedBody : Body
{
    /// <summary>Why, in a sentence of 3 to 200 characters: it stands in the logs.</summary>
    [StringLength(OperatorReason.MaxLength, MinimumLength = OperatorReason.MinLength)] public required string Why { get; init; }
}

/// <summary>Only a reason.</summary>
internal sealed record WhyBody : ReasonedBody;

/// <summary>Finds an account. One of the two names it, exactly.</summary>
internal sealed record AccountSearchBody : ReasonedBody
{
    /// <summary>The e-mail address.</summary>
    [StringLength(1024, MinimumLength = 1)] public string? Identifier { get; init; }

    /// <summary>The account's id.</summary>
    [StringLength(HexName.Length, MinimumLength = HexName.Length)] public string? AccountId { get; init; }
}

/// <summary>Something to be done to an account.</summary>
internal sealed record AccountActBody : ReasonedBody
{
    /// <summary>What: unlock, freeze, end-sessions, cancel-recovery or unfreeze.</summary>
    [StringLength(32, MinimumLength = 1), RegularExpression("unlock|freeze|end-sessions|cancel-recovery|unfreeze")]
    public required string Act { get; init; }
}

/// <summary>What became of it.</summary>
internal sealed record AccountActedBody
{
    /// <summary>Whether it is done; else it waits for a second operator.</summary>
    public required bool Done { get; init; }

    /// <summary>What waits; null when it is done.</summary>
    public required ProposalBody? Proposal { get; init; }
}

/// <summary>Something that waits for a second operator.</summary>
internal sealed record ProposalBody
{
    /// <summary>Its public name.</summary>
    public required string Id { get; init; }

    /// <summary>What.</summary>
    public required string Act { get; init; }

    /// <summary>The account.</summary>
    public required string AccountId { get; init; }

    /// <summary>Who wants it.</summary>
    public required string By { get; init; }

    /// <summary>Their reason.</summary>
    public required string Why { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Its end.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Translates a proposal.</summary>
    public static ProposalBody From(ProposalView p) =>
        new() { Id = p.Id, Act = p.Act, AccountId = p.AccountId, By = p.By, Why = p.Why, At = p.At, ExpiresAt = p.ExpiresAt };
}

/// <summary>What a second operator says.</summary>
internal sealed record ReviewBody : ReasonedBody
{
    /// <summary>Whether they agree.</summary>
    public required bool Agrees { get; init; }
}

/// <summary>Sets the lowest level of attack.</summary>
internal sealed record AttackBody : ReasonedBody
{
    /// <summary>calm (what is measured holds), alert or attack.</summary>
    [StringLength(8, MinimumLength = 1), RegularExpression("calm|alert|attack")] public required string Level { get; init; }

    /// <summary>For how long, in minutes: 1 to 10,080 (7 days).</summary>
    [Range(1, 10_080)] public required int Minutes { get; init; }
}

/// <summary>Sets the official addresses.</summary>
internal sealed record OfficialListWish : ReasonedBody
{
    /// <summary>The version of the service's decisions that this goes by.</summary>
    [Range(0, long.MaxValue)] public required long Known { get; init; }

    /// <summary>The list, with a version above the present one's; null goes back to the settings.</summary>
    public required OfficialOptions? List { get; init; }
}

/// <summary>Sets the versions of clients.</summary>
internal sealed record ClientVersionsWish : ReasonedBody
{
    /// <summary>The version of the service's decisions that this goes by.</summary>
    [Range(0, long.MaxValue)] public required long Known { get; init; }

    /// <summary>The versions; null goes back to the settings.</summary>
    public required ClientsOptions? List { get; init; }
}

/// <summary>What becomes of a service's credential.</summary>
internal sealed record ServiceWish : ReasonedBody
{
    /// <summary>The version of the service's decisions that this goes by.</summary>
    [Range(0, long.MaxValue)] public required long Known { get; init; }

    /// <summary>The service's name, 1 to 32 of a-z, 0-9 and '-'.</summary>
    [StringLength(32, MinimumLength = 1), RegularExpression("[a-z0-9-]{1,32}")] public required string Name { get; init; }

    /// <summary>new, rotate or remove.</summary>
    [StringLength(8, MinimumLength = 1), RegularExpression("new|rotate|remove")] public required string Change { get; init; }

    /// <summary>With new: what it may do, of approvals:redeem, sessions:introspect and holds:read.</summary>
    [MaxLength(3)] public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>With rotate: how many days the old secret works on, 0 to 90; 7 without it.</summary>
    [Range(0, 90)] public int? OverlapDays { get; init; }
}

/// <summary>A service's new secret.</summary>
internal sealed record ServiceSecretBody
{
    /// <summary>What the service shows; it is told only now. Null when the service was removed.</summary>
    public required string? Secret { get; init; }

    /// <summary>Never prints it.</summary>
    public override string ToString() => nameof(ServiceSecretBody);
}

/// <summary>Somebody to be invited.</summary>
internal sealed record InviteBody : ReasonedBody
{
    /// <summary>What they will be called: 2 to 40 of a-z, 0-9, '.' and '-'.</summary>
    [StringLength(40, MinimumLength = 2), RegularExpression("[a-z0-9.-]{2,40}")] public required string Name { get; init; }

    /// <summary>Of support, security and admin; at least one.</summary>
    [MinLength(1), MaxLength(3)] public required IReadOnlyList<string> Roles { get; init; }
}

/// <summary>An invitation.</summary>
internal sealed record InvitationBody
{
    /// <summary>To be given to the person, and nobody else, as /operators/join#INVITATION; it is told only now.</summary>
    public required string Invitation { get; init; }

    /// <summary>Until when it works, once.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Never prints it.</summary>
    public override string ToString() => nameof(InvitationBody);
}

/// <summary>An account as operators see it: no secret.</summary>
internal sealed record AccountStateBody
{
    /// <summary>The account's id.</summary>
    public required string Id { get; init; }

    /// <summary>The identifier, masked.</summary>
    public required string Identifier { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it was last entered.</summary>
    public required DateTimeOffset? LastEnteredAt { get; init; }

    /// <summary>Since when it is frozen.</summary>
    public required DateTimeOffset? FrozenSince { get; init; }

    /// <summary>Why: owner, report, mail or operator.</summary>
    public required string? FrozenWhy { get; init; }

    /// <summary>How many sessions live.</summary>
    public required int Sessions { get; init; }

    /// <summary>How many devices are known.</summary>
    public required int Devices { get; init; }

    /// <summary>The second factors it has.</summary>
    public required IReadOnlyList<string> SecondFactors { get; init; }

    /// <summary>How many recovery codes are left.</summary>
    public required int RecoveryCodesLeft { get; init; }

    /// <summary>The longest wait after wrong tries that runs.</summary>
    public required DateTimeOffset? WaitsUntil { get; init; }

    /// <summary>What is out of use somewhere after too many wrong tries.</summary>
    public required IReadOnlyList<string> OutOfUse { get; init; }

    /// <summary>Until when withdrawals are held.</summary>
    public required DateTimeOffset? HeldUntil { get; init; }

    /// <summary>When a lost second factor will be removed.</summary>
    public required DateTimeOffset? FactorRemovalAt { get; init; }

    /// <summary>When a link of the way back was mailed last, while one is out.</summary>
    public required DateTimeOffset? RecoveryMailedAt { get; init; }

    /// <summary>Until when the security settings are locked.</summary>
    public required DateTimeOffset? SettingsLockedUntil { get; init; }

    /// <summary>Whether a trading passcode is set.</summary>
    public required bool HasTradingPasscode { get; init; }

    /// <summary>When its owner has it closed; null where they did not ask for that.</summary>
    public required DateTimeOffset? ClosesAt { get; init; }

    /// <summary>When it was closed; then nothing else is left to see. Null while it is open.</summary>
    public required DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Until when the log of the closed account is kept.</summary>
    public required DateTimeOffset? KeptUntil { get; init; }

    /// <summary>Translates a state.</summary>
    public static AccountStateBody From(AccountState s) => new()
    {
        Id = s.Id, Identifier = s.MaskedIdentifier, OpenedAt = s.OpenedAt, LastEnteredAt = s.LastAdmittedAt, FrozenSince = s.FrozenSince,
        FrozenWhy = s.FrozenWhy, Sessions = s.Sessions, Devices = s.Devices, SecondFactors = s.SecondFactors,
        RecoveryCodesLeft = s.RecoveryCodesLeft, WaitsUntil = s.WaitsUntil, OutOfUse = s.OutOfUse, HeldUntil = s.HeldUntil,
        FactorRemovalAt = s.FactorRemovalAt, RecoveryMailedAt = s.RecoveryMailedAt, SettingsLockedUntil = s.SettingsLockedUntil,
        HasTradingPasscode = s.HasTradingPasscode, ClosesAt = s.ClosesAt, ClosedAt = s.ClosedAt, KeptUntil = s.KeptUntil,
    };
}

/// <summary>Operators, what waits, and what is decided for the service.</summary>
internal sealed record OperatorsOverviewBody
{
    /// <summary>The operators.</summary>
    public required IReadOnlyList<OperatorBody> Operators { get; init; }

    /// <summary>What waits for a second one.</summary>
    public required IReadOnlyList<ProposalBody> Proposals { get; init; }

    /// <summary>What is decided for the service.</summary>
    public required ServiceBody Service { get; init; }
}

/// <summary>What is decided for the whole service.</summary>
internal sealed record ServiceBody
{
    /// <summary>Counts the changes: a change of a list names the one that it goes by.</summary>
    public required long Version { get; init; }

    /// <summary>Sessions that began then or before are over.</summary>
    public required DateTimeOffset? SessionsEndedThrough { get; init; }

    /// <summary>The lowest level of attack that is set: calm, alert or attack.</summary>
    public required string AttackLevel { get; init; }

    /// <summary>Until when; null where none is set.</summary>
    public required DateTimeOffset? AttackUntil { get; init; }

    /// <summary>The official addresses; null where the settings hold.</summary>
    public required OfficialOptions? OfficialAddresses { get; init; }

    /// <summary>The versions of clients; null where the settings hold.</summary>
    public required ClientsOptions? ClientVersions { get; init; }

    /// <summary>The services that operators let in, without their secrets; those of the settings come on top.</summary>
    public required IReadOnlyList<ServiceViewBody> Services { get; init; }
}

/// <summary>A service that operators let in.</summary>
internal sealed record ServiceViewBody
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it may do.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>How many secrets it has: two while one takes over from another.</summary>
    public required int Secrets { get; init; }
}
