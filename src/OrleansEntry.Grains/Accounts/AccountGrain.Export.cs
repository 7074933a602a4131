using OrleansEntry.Contracts.Export;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Export;
using OrleansEntry.Core.Sessions;

namespace OrleansEntry.Grains.Accounts;

// What its owner takes along.
internal sealed partial class AccountGrain
{
    public Task<SessionAnswer> Export(SessionProof proof, CancellationToken cancellationToken = default)
    {
        // A repeat reads again: the account keeps no copy of itself.
        proof = proof with { Visit = proof.Visit with { Once = null } };
        return FindSession(proof) is not { } caller
            ? Task.FromResult<SessionAnswer>(new SessionAnswer.NoSession())
            : Inside(
                proof, (own, who, now) => ExportRules.Take(_account, own, now, who, policy.Sessions),
                new SessionAnswer.Done<AccountExport> { Value = Taken(caller, LatestNow()) });
    }

    private AccountExport Taken(Session own, DateTimeOffset now) => new()
    {
        Identifier = protector.OpenIdentifier(_account.ProtectedIdentifier),
        FormerIdentifier = _account.IdentifierChange.Former is { } former
            ? protector.OpenIdentifier(former.Identifier.Protected)
            : null,
        OpenedAt = _account.OpenedAt!.Value,
        LastAdmittedAt = _account.LastAdmittedAt,
        AlertAddresses = [.. _account.AlertAddresses.Select(a =>
            new ExportedAddress { Address = protector.OpenIdentifier(a.Protected), Since = a.Since })],
        SafetyPhraseSince = _account.SafetyPhrase?.Since,
        Sessions = LiveSessions(now),
        Devices = KnownDevices(own, now),
        SecondFactors = Factors(),
        TradingPasscodeSince = _account.Trading.Passcode?.Since,
        Holds = RunningHolds(),
        Approvals = [.. _account.Trading.Approvals.Select(a => new ExportedApproval
        {
            Operation = a.Operation, Methods = a.Methods, ApprovedAt = a.ApprovedAt, ExpiresAt = a.ExpiresAt, RedeemedAt = a.RedeemedAt,
        })],
        SettingsLockedUntil = _account.SettingsLockedUntil > now ? _account.SettingsLockedUntil : null,
        Networks = _account.Networks.Length,
        FactorRemovalAt = _account.LostFactor.Removal?.EndsAt,
        ClosesAt = ClosesAt,
    };
}
