using Orleans.Concurrency;
using OrleansEntry.Contracts.Activity;

namespace OrleansEntry.Contracts.Operators;

/// <summary>Those who operate the service, their sessions and what they decided for all of it. There is one, with the key 0.</summary>
/// <remarks>Everything that is done is in the operators' log before it is done.</remarks>
[Alias("entry.IOperatorsGrain")]
public interface IOperatorsGrain : IGrainWithIntegerKey
{
    // Coming in

    /// <summary>Asks whoever was invited for a new passkey: <c>Done&lt;OperatorCeremony&gt;</c>.</summary>
    [Alias("BeginEnrolment")]
    Task<OperatorReply> BeginEnrolment(string invitation, Visit visit);

    /// <summary>Takes the passkey: <c>Done&lt;OperatorView&gt;</c>. Signs nobody in.</summary>
    [Alias("Enrol")]
    Task<OperatorReply> Enrol(string invitation, string ceremony, string answer, Visit visit);

    /// <summary>Asks for the passkey of an operator, without naming one: <c>Done&lt;OperatorCeremony&gt;</c>.</summary>
    [Alias("BeginOperatorEntry")]
    Task<OperatorReply> BeginEntry(Visit visit);

    /// <summary>Takes the passkey: <c>Done&lt;OperatorGrant&gt;</c>.</summary>
    [Alias("Enter")]
    Task<OperatorReply> Enter(string ceremony, string answer, Visit visit);

    /// <summary>Who is it? <c>Done&lt;OperatorSelf&gt;</c>. Never waits behind an act.</summary>
    [Alias("CheckOperator"), AlwaysInterleave, ResponseTimeout("00:00:03")]
    ValueTask<OperatorReply> Check(OperatorProof proof);

    /// <summary>Leaves.</summary>
    [Alias("LeaveOperator")]
    Task<OperatorReply> Leave(OperatorProof proof);

    // Accounts

    /// <summary>Does something to an account, or proposes it: <c>Done&lt;AccountState&gt;</c> for a look, <c>Done</c>, or
    /// <c>Done&lt;ProposalView&gt;</c>.</summary>
    [Alias("Act")]
    Task<OperatorReply> Act(OperatorProof proof, string act, string accountId, string why);

    /// <summary>Agrees to a proposal of another operator, which is done then, or declines one.</summary>
    [Alias("Review")]
    Task<OperatorReply> Review(OperatorProof proof, string proposalId, bool agrees, string why);

    // The service

    /// <summary>Operators, proposals and what is decided for the service: <c>Done&lt;OperatorsOverview&gt;</c>.</summary>
    [Alias("Overview")]
    ValueTask<OperatorReply> Overview(OperatorProof proof);

    /// <summary>Ends all sessions of all accounts.</summary>
    [Alias("EndAllSessions")]
    Task<OperatorReply> EndAllSessions(OperatorProof proof, string why);

    /// <summary>Sets the lowest level of attack for a while: 0 calm, 1 alert, 2 attack.</summary>
    [Alias("SetAttack")]
    Task<OperatorReply> SetAttack(OperatorProof proof, int level, TimeSpan time, string why);

    /// <summary>Sets a list, where nobody changed the service since.</summary>
    [Alias("SetList")]
    Task<OperatorReply> SetList(OperatorProof proof, ServiceListChange change, string why);

    /// <summary>Makes an invitation: <c>Done&lt;string&gt;</c>.</summary>
    [Alias("Invite")]
    Task<OperatorReply> Invite(OperatorProof proof, OperatorWish wish, string why);

    /// <summary>Removes an operator.</summary>
    [Alias("RemoveOperator")]
    Task<OperatorReply> Remove(OperatorProof proof, string operatorId, string why);

    /// <summary>A page of the operators' log, newest first: <c>Done&lt;ActivityPage&gt;</c>.</summary>
    [Alias("ReadLog")]
    Task<OperatorReply> ReadLog(OperatorProof proof, long before, int limit);

    /// <summary>A page of the operators' log, oldest first, for its export: <c>Done&lt;ActivityPage&gt;</c>.</summary>
    [Alias("ExportLog")]
    Task<OperatorReply> ExportLog(OperatorProof proof, long from, int limit);

    /// <summary>What is decided for the service, where it is newer than what the asker knows; for silos and gateways.</summary>
    [Alias("ReadService"), AlwaysInterleave, ResponseTimeout("00:00:03")]
    ValueTask<ServiceView?> ReadService(long known);
}

/// <summary>What operators do to one account. It is the account itself, as <see cref="IAccountGrain"/> is: the same key, the same
/// turns.</summary>
[Alias("entry.IAccountOperatorsGrain")]
public interface IAccountOperatorsGrain : IGrainWithStringKey
{
    /// <summary>Does it, and logs who and why. The operators' grain asked before whether they may.</summary>
    [Alias("DoForOperator")]
    Task<AccountActReply> DoForOperator(AccountActOrder order);
}
