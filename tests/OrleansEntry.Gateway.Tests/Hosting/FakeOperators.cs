using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Activity;
using OrleansEntry.Contracts.Operators;

namespace OrleansEntry.Gateway.Tests.Hosting;

/// <summary>The operators: hears everything, and answers as it is told to.</summary>
internal sealed class FakeOperators : IOperatorsGrain
{
    private readonly FakeActivityLog _log = new();

    public List<object> Told { get; } = [];
    public OperatorReply? Reply { get; set; }
    public OperatorSelf? Self { get; set; }
    public ServiceView Service { get; set; } = new() { Version = 0 };

    public static OperatorSelf Ann { get; } = new()
    {
        Operator = new OperatorView
        {
            Id = "00000000000000000000000000000001", Name = "ann", Roles = ["admin", "security", "support"], Since = GatewayHost.Noon,
        },
        ExpiresAt = GatewayHost.Noon.AddMinutes(15), EndsAt = GatewayHost.Noon.AddHours(12),
    };

    public static OperatorCeremony Ceremony { get; } = new()
    {
        Options = """{"challenge":"AAAA"}""", Ceremony = "sealed", ExpiresAt = GatewayHost.Noon.AddMinutes(5),
    };

    public static AccountState State { get; } = new()
    {
        Id = GatewayHost.AccountId, MaskedIdentifier = "a***@e***.test", OpenedAt = GatewayHost.Noon, Sessions = 1, Devices = 2,
        SecondFactors = ["totp"], RecoveryCodesLeft = 9, OutOfUse = [], HasTradingPasscode = true,
    };

    public static ProposalView Proposal { get; } = new()
    {
        Id = "00000000000000000000000000000009", Act = "unfreeze", AccountId = GatewayHost.AccountId, By = "ann", Why = "ticket 4711",
        At = GatewayHost.Noon, ExpiresAt = GatewayHost.Noon.AddHours(24),
    };

    public Task<OperatorReply> BeginEnrolment(string invitation, Visit visit) =>
        Say(invitation, new OperatorReply.Done<OperatorCeremony> { Value = Ceremony });

    public Task<OperatorReply> Enrol(string invitation, string ceremony, string answer, Visit visit) =>
        Say((invitation, ceremony, answer), new OperatorReply.Done<OperatorView> { Value = Ann.Operator });

    public Task<OperatorReply> BeginEntry(Visit visit) => Say("begin", new OperatorReply.Done<OperatorCeremony> { Value = Ceremony });

    public Task<OperatorReply> Enter(string ceremony, string answer, Visit visit) => Say(
        (ceremony, answer),
        new OperatorReply.Done<OperatorGrant>
        {
            Value = new OperatorGrant { SessionId = GatewayHost.SessionId, Secret = Enumerable.Repeat((byte)3, 32).ToArray(), Self = Ann },
        });

    public ValueTask<OperatorReply> Check(OperatorProof proof) =>
        new(Self is null ? new OperatorReply.NoSession() : new OperatorReply.Done<OperatorSelf> { Value = Self });

    public Task<OperatorReply> Leave(OperatorProof proof) => Say("leave");

    public Task<OperatorReply> Act(OperatorProof proof, string act, string accountId, string why) => Say((act, accountId, why), act switch
    {
        "look" => new OperatorReply.Done<AccountState> { Value = State },
        "unfreeze" => new OperatorReply.Done<ProposalView> { Value = Proposal },
        _ => new OperatorReply.Done(),
    });

    public Task<OperatorReply> Review(OperatorProof proof, string proposalId, bool agrees, string why) =>
        Say((proposalId, agrees, why));

    public ValueTask<OperatorReply> Overview(OperatorProof proof) => new(Reply ?? new OperatorReply.Done<OperatorsOverview>
    {
        Value = new OperatorsOverview { Operators = [Ann.Operator], Proposals = [Proposal], Service = Service },
    });

    public Task<OperatorReply> EndAllSessions(OperatorProof proof, string why) => Say(("end", why));

    public Task<OperatorReply> SetAttack(OperatorProof proof, int level, TimeSpan time, string why) => Say((level, time, why));

    public Task<OperatorReply> SetList(OperatorProof proof, ServiceListChange change, string why)
    {
        if (change.Known != Service.Version)
            return Task.FromResult<OperatorReply>(new OperatorReply.Refused { Code = "changed-meanwhile" });

        Service = change.List switch
        {
            0 => Service with { OfficialAddresses = change.Document },
            1 => Service with { ClientVersions = change.Document },
            _ => Service with { Services = change.Document },
        };
        Service = Service with { Version = Service.Version + 1 };
        return Say((change, why));
    }

    public Task<OperatorReply> Invite(OperatorProof proof, OperatorWish wish, string why) =>
        Say((wish.Name, why), new OperatorReply.Done<string> { Value = "invitation" });

    public Task<OperatorReply> Remove(OperatorProof proof, string operatorId, string why) => Say((operatorId, why));

    public async Task<OperatorReply> ReadLog(OperatorProof proof, long before, int limit) =>
        Reply ?? new OperatorReply.Done<ActivityPage> { Value = await _log.Read(before, limit, []) };

    public async Task<OperatorReply> ExportLog(OperatorProof proof, long from, int limit) =>
        Reply ?? new OperatorReply.Done<ActivityPage> { Value = await _log.Export(from, limit) };

    public ValueTask<ServiceView?> ReadService(long known) => new(Service.Version == known ? null : Service);

    private Task<OperatorReply> Say(object told, OperatorReply? usual = null)
    {
        Told.Add(told);
        return Task.FromResult(Reply ?? usual ?? new OperatorReply.Done());
    }
}
