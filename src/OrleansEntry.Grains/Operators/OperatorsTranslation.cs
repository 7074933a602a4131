using OrleansEntry.Contracts.Operators;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Operators;
using OrleansEntry.Core.Passkeys;
using OrleansEntry.Core.Risk;
using OrleansEntry.Grains.Accounts;

namespace OrleansEntry.Grains.Operators;

/// <summary>Between what is stored, what is decided on and what is sent.</summary>
internal static class OperatorsTranslation
{
    public static OperatorsState ToCore(this OperatorsRecord stored) => new()
    {
        Operators = [.. stored.Operators.Select(o => new Operator(
            o.Id, o.Name, [.. o.Roles],
            new PasskeyCredential
            {
                Id = [.. o.KeyId], PublicKey = [.. o.PublicKey], Counter = o.Counter, Transports = [.. o.Transports],
            },
            o.Since) { Mac = [.. o.Mac] })],
        Sessions = [.. stored.Sessions.Select(s => new OperatorSession
        {
            Id = s.Id, OperatorId = s.OperatorId, SecretHash = s.SecretHash, StartedAt = s.StartedAt, LastSeenAt = s.LastSeenAt,
            Network = s.Network, Agent = s.Agent,
        })],
        Spent = [.. stored.Spent.Select(s => new SpentTicket(s.Name, s.Until))],
        Proposals = [.. stored.Proposals.Select(p => new Proposal(p.Id, p.Act, p.Target, p.By, p.Why, p.At))],
        Service = ToCore(stored.Service),
        Log = new ActivityOutbox(
            stored.LogSequence, stored.LogHash ?? ActivityChain.Genesis, [.. stored.Undelivered.Select(AccountTranslation.ToCore)]),
    };

    public static OperatorsRecord ToRecord(this OperatorsState state) => new()
    {
        Operators = [.. state.Operators.Select(o => new OperatorRecord
        {
            Id = o.Id, Name = o.Name, Roles = [.. o.Roles], Since = o.Since, KeyId = [.. o.Key.Id], PublicKey = [.. o.Key.PublicKey],
            Counter = o.Key.Counter, Transports = [.. o.Key.Transports], Mac = [.. o.Mac],
        })],
        Sessions = [.. state.Sessions.Select(s => new OperatorSessionRecord
        {
            Id = s.Id, OperatorId = s.OperatorId, SecretHash = s.SecretHash, StartedAt = s.StartedAt, LastSeenAt = s.LastSeenAt,
            Network = s.Network, Agent = s.Agent,
        })],
        Spent = [.. state.Spent.Select(s => new SpentRecord { Name = s.Name, Until = s.Until })],
        Proposals = [.. state.Proposals.Select(p => new ProposalRecord
        {
            Id = p.Id, Act = p.Act, Target = p.Target, By = p.By, Why = p.Why, At = p.At,
        })],
        Service = ToRecord(state.Service),
        LogSequence = state.Log.Sequence,
        LogHash = state.Log.Hash,
        Undelivered = [.. state.Log.Undelivered.Select(AccountTranslation.ToRecord)],
    };

    public static OperatorView View(Operator o) => new() { Id = o.Id, Name = o.Name, Roles = [.. o.Roles], Since = o.Since };

    public static OperatorSelf Self(OperatorSession session, Operator o) => new()
    {
        Operator = View(o), ExpiresAt = session.ExpiresAt, EndsAt = session.StartedAt + OperatorSession.AbsoluteFor,
    };

    public static ProposalView View(Proposal p, OperatorsState state) => new()
    {
        Id = p.Id, Act = p.Act, AccountId = p.Target, By = state.Operators.FirstOrDefault(o => o.Id == p.By)?.Name ?? p.By, Why = p.Why,
        At = p.At, ExpiresAt = p.ExpiresAt,
    };

    public static ServiceView View(ServiceState service) => new()
    {
        Version = service.Version, SessionsEndedThrough = service.SessionsEndedThrough, Attack = (int)(service.Attack?.Level ?? 0),
        AttackUntil = service.Attack?.Until, OfficialAddresses = service.OfficialAddresses, ClientVersions = service.ClientVersions,
        Services = service.Services,
    };

    /// <summary>How a decision that brings no answer of its own is told.</summary>
    public static OperatorReply Reply(OperatorAnswer answer) => answer switch
    {
        OperatorAnswer.Done or OperatorAnswer.Agreed => new OperatorReply.Done(),
        OperatorAnswer.NotAllowed no => new OperatorReply.Refused { Code = "not-your-role", Role = no.Role },
        OperatorAnswer.AnotherNeeded => Refused("another-operator"),
        OperatorAnswer.NotFound => Refused("not-found"),
        OperatorAnswer.Gone => Refused("operator-not-admitted"),
        OperatorAnswer.Copyable => Refused("passkey-copyable"),
        OperatorAnswer.Taken => Refused("operator-taken"),
        OperatorAnswer.Full => Refused("operators-full"),
        OperatorAnswer.LastAdmin => Refused("last-admin"),
        _ => throw new System.Diagnostics.UnreachableException(answer.GetType().Name),
    };

    public static OperatorReply Refused(string code) => new OperatorReply.Refused { Code = code };

    private static ServiceState ToCore(ServiceRecord s) => new()
    {
        Version = s.Version, SessionsEndedThrough = s.SessionsEndedThrough,
        Attack = s.Attack == 0 ? null : new ForcedLevel((AttackLevel)s.Attack, s.AttackUntil),
        OfficialAddresses = s.OfficialAddresses, ClientVersions = s.ClientVersions, Services = s.Services,
    };

    private static ServiceRecord ToRecord(ServiceState s) => new()
    {
        Version = s.Version, SessionsEndedThrough = s.SessionsEndedThrough, Attack = (int)(s.Attack?.Level ?? 0),
        AttackUntil = s.Attack?.Until ?? default, OfficialAddresses = s.OfficialAddresses, ClientVersions = s.ClientVersions,
        Services = s.Services,
    };
}
