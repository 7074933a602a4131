using System.Globalization;
using OrleansEntry.Contracts.Activity;
using OrleansEntry.Contracts.Operators;
using OrleansEntry.Core;
using OrleansEntry.Core.Operators;
using OrleansEntry.Core.Risk;

namespace OrleansEntry.Grains.Operators;

// What operators do.
internal sealed partial class OperatorsGrain
{
    public async Task<OperatorReply> Act(OperatorProof proof, string act, string accountId, string why)
    {
        DemandName(accountId);
        if (!OperatorAct.TryFind(act, out var wanted) || !wanted.OnAccount) throw new ArgumentException("The gateway reads acts strictly.");
        if (Find(proof) is not { } by) return new OperatorReply.NoSession();
        DemandRoomInLog();

        var reason = Reason(why);
        var (decided, next) = OperatorRules.Begin(_state, by, wanted, accountId, reason, HexName.New());
        await Commit(next);
        return decided switch
        {
            OperatorAnswer.Done => await Order(by, wanted, accountId, reason, by.Operator.Id, null),
            OperatorAnswer.Proposed proposed =>
                new OperatorReply.Done<ProposalView> { Value = OperatorsTranslation.View(proposed.Proposal, _state) },
            _ => OperatorsTranslation.Reply(decided),
        };
    }

    public async Task<OperatorReply> Review(OperatorProof proof, string proposalId, bool agrees, string why)
    {
        DemandName(proposalId);
        if (Find(proof) is not { } by) return new OperatorReply.NoSession();
        DemandRoomInLog();

        var (decided, next) = OperatorRules.Review(_state, by, proposalId, agrees, Reason(why));
        await Commit(next);
        if (decided is not OperatorAnswer.Agreed { Proposal: var proposal }) return OperatorsTranslation.Reply(decided);

        return OperatorAct.TryFind(proposal.Act, out var act)
            ? await Order(by, act, proposal.Target, Reason(proposal.Why), proposal.By, by.Operator.Id)
            : throw new InvalidOperationException("A proposal names an act.");
    }

    public ValueTask<OperatorReply> Overview(OperatorProof proof) => new(Find(proof) is { } by
        ? new OperatorReply.Done<OperatorsOverview>
        {
            Value = new OperatorsOverview
            {
                Operators = [.. _state.Operators.Select(OperatorsTranslation.View)],
                Proposals = [.. OperatorRules.Waiting(_state, by.At).Select(p => OperatorsTranslation.View(p, _state))],
                Service = OperatorsTranslation.View(_state.Service),
            },
        }
        : new OperatorReply.NoSession());

    public Task<OperatorReply> EndAllSessions(OperatorProof proof, string why) => ForService(
        proof, OperatorAct.EndAllSessions, "all", why, (service, now) => ServiceRules.EndAllSessions(service, now));

    public Task<OperatorReply> SetAttack(OperatorProof proof, int level, TimeSpan time, string why) => ForService(
        proof, OperatorAct.AttackMode, string.Create(CultureInfo.InvariantCulture, $"{(AttackLevel)level}:{time.TotalMinutes:0}"), why,
        (service, now) => ServiceRules.SetAttack(service, (AttackLevel)level, time, now));

    public Task<OperatorReply> SetList(OperatorProof proof, ServiceListChange change, string why)
    {
        if (change.Known != _state.Service.Version) return Task.FromResult(OperatorsTranslation.Refused("changed-meanwhile"));

        var list = (ServiceList)change.List;
        var act = list switch
        {
            ServiceList.OfficialAddresses => OperatorAct.OfficialAddresses,
            ServiceList.ClientVersions => OperatorAct.ClientVersions,
            _ => OperatorAct.Services,
        };
        return ForService(proof, act, change.Document is null ? "settings" : "list", why,
            (service, _) => ServiceRules.SetList(service, list, change.Document));
    }

    public async Task<OperatorReply> Invite(OperatorProof proof, OperatorWish wish, string why)
    {
        if (Find(proof) is not { } by) return new OperatorReply.NoSession();
        DemandRoomInLog();
        if (!OperatorInvitation.TryMake(wish.Name, wish.Roles, by.At, out var invitation))
            throw new ArgumentException("The gateway reads wishes strictly.");
        if (OperatorRules.RefuseInvitation(_state, invitation, by.At) is { } refusal) return OperatorsTranslation.Reply(refusal);

        var target = $"{wish.Name}:{string.Join(',', invitation.Roles)}";
        var (decided, next) = OperatorRules.Begin(_state, by, OperatorAct.Invite, target, Reason(why), "");
        await Commit(next);
        return decided is OperatorAnswer.Done
            ? new OperatorReply.Done<string> { Value = invitation.Reveal(keys) }
            : OperatorsTranslation.Reply(decided);
    }

    public async Task<OperatorReply> Remove(OperatorProof proof, string operatorId, string why)
    {
        DemandName(operatorId);
        if (Find(proof) is not { } by) return new OperatorReply.NoSession();
        DemandRoomInLog();

        return await Settle(OperatorRules.Remove(_state, by, operatorId, Reason(why)));
    }

    public ValueTask<ServiceView?> ReadService(long known) =>
        new(_state.Service.Version == known ? null : OperatorsTranslation.View(_state.Service));

    public async Task<OperatorReply> ReadLog(OperatorProof proof, long before, int limit)
    {
        if (Find(proof) is null) return new OperatorReply.NoSession();

        await DeliverLog(CancellationToken.None);
        return new OperatorReply.Done<ActivityPage> { Value = await Log.Read(before, limit, []) };
    }

    public async Task<OperatorReply> ExportLog(OperatorProof proof, long from, int limit)
    {
        if (Find(proof) is null) return new OperatorReply.NoSession();

        await DeliverLog(CancellationToken.None);
        return new OperatorReply.Done<ActivityPage> { Value = await Log.Export(from, limit) };
    }

    // The log says already that it was begun; what came to nothing is said after it.
    private async Task<OperatorReply> Order(
        ActiveOperator by, OperatorAct act, string accountId, OperatorReason why, string operatorId, string? reviewerId)
    {
        AccountActReply reply;
        try
        {
            reply = await GrainFactory.GetGrain<IAccountOperatorsGrain>(accountId).DoForOperator(new AccountActOrder
            {
                Act = act.Name, OperatorId = operatorId, ReviewerId = reviewerId, Why = why.Text,
            });
        }
        catch
        {
            // Whether the account did it, its own log says.
            await Commit(OperatorRules.CameToNothing(_state, by, act, accountId, "no-answer"));
            throw;
        }

        if ((ActOutcome)reply.Outcome is ActOutcome.Done)
            return act == OperatorAct.Look
                ? new OperatorReply.Done<AccountState> { Value = reply.State! }
                : new OperatorReply.Done();

        var code = (ActOutcome)reply.Outcome switch
        {
            ActOutcome.NoAccount => "no-account",
            ActOutcome.Closed => "account-closed",
            _ => "nothing-to-do",
        };
        await Commit(OperatorRules.CameToNothing(_state, by, act, accountId, code));
        return OperatorsTranslation.Refused(code);
    }

    // What concerns the whole service is one write: the decision and its log entry.
    private async Task<OperatorReply> ForService(
        OperatorProof proof, OperatorAct act, string target, string why, Func<ServiceState, DateTimeOffset, ServiceState> decide)
    {
        if (Find(proof) is not { } by) return new OperatorReply.NoSession();
        DemandRoomInLog();

        var (decided, next) = OperatorRules.Begin(_state, by, act, target, Reason(why), "");
        if (decided is OperatorAnswer.Done) next = next with { Service = decide(next.Service, by.At) };
        await Commit(next);
        return OperatorsTranslation.Reply(decided);
    }
}
