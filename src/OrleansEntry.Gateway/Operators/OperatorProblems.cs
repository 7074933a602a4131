using System.Diagnostics;
using OrleansEntry.Contracts.Operators;

namespace OrleansEntry.Gateway.Operators;

/// <summary>Says what the operators' grain refused.</summary>
internal static class OperatorProblems
{
    private static readonly Dictionary<string, Refusal> Refusals = new[]
    {
        Problems.NotYourRole, Problems.AnotherOperator, Problems.OperatorNotAdmitted, Problems.OperatorTaken, Problems.OperatorsFull,
        Problems.PasskeyCopyable, Problems.LastAdmin, Problems.NothingToDo, Problems.NoAccount, Problems.AccountClosed,
        Problems.ChangedMeanwhile,
        Problems.NotFound,
    }.ToDictionary(refusal => refusal.Code, StringComparer.Ordinal);

    /// <summary>The problem for every answer but a done one.</summary>
    public static Problem From(OperatorReply reply, DateTimeOffset now) => reply switch
    {
        OperatorReply.NoSession => new Problem(Problems.NoOperator),
        OperatorReply.Waiting waiting => RetryAfter.Refuse(waiting.Until, now),
        OperatorReply.Refused { Role: { } role } refused =>
            new Problem(Refusals[refused.Code]).Saying($"This takes the role '{role}'. That you tried is in the log.").With("role", role),
        OperatorReply.Refused refused => new Problem(Refusals[refused.Code]),
        _ => throw new UnreachableException(reply.GetType().Name),
    };
}
