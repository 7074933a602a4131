using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Passkeys;

namespace OrleansEntry.Core.Operators;

/// <summary>What the operators' own log tells of: chained as an account's. These words are stored: only ever added to.</summary>
/// <remarks>The reason of an entry is the act. Its detail is who, whom and why with a space between: a public name, an account's id or
/// what else it was about, and the operator's sentence.</remarks>
public static class OperatorLog
{
    /// <summary>The journal of the log.</summary>
    public const string Journal = "operators";

    /// <summary>An operator took an invitation. Detail: their public name, name and roles.</summary>
    public const string Enrolled = "operator.enrolled";

    /// <summary>An operator came in.</summary>
    public const string Entered = "operator.entered";

    /// <summary>A passkey was refused. Detail: whose it would have been, where it is known.</summary>
    public const string EntryRefused = "operator.entry-refused";

    /// <summary>An operator left.</summary>
    public const string Left = "operator.left";

    /// <summary>An operator set out to do something; what follows says so where it came to nothing.</summary>
    public const string Acted = Activity.ActivityKind.OperatorActed;

    /// <summary>An operator wanted something that their roles do not allow.</summary>
    public const string Refused = "operator.refused";

    /// <summary>What an operator set out to do did not happen. Detail: whom, and what was found.</summary>
    public const string CameToNothing = "operator.came-to-nothing";

    /// <summary>An operator proposed something that takes two.</summary>
    public const string Proposed = "operator.proposed";

    /// <summary>A second operator agreed to it, and it is done.</summary>
    public const string Agreed = "operator.agreed";

    /// <summary>A second operator did not agree, or the first took it back.</summary>
    public const string Declined = "operator.declined";

    internal static OperatorsState Write(
        this OperatorsState state, DateTimeOffset at, string kind, Caller caller, string? reason, string? sessionId, string? detail) =>
        state with { Log = state.Log.Add(at, kind, caller, reason, sessionId, detail) };

    internal static OperatorsState Note(
        this OperatorsState state, string kind, ActiveOperator by, OperatorAct act, string target, OperatorReason why) =>
        state.Write(by.At, kind, by.Caller, act.Name, by.Session.Id, $"{by.Operator.Id} {target} {why.Text}");
}

/// <summary>An operator inside a session, who is about to do something.</summary>
/// <param name="Session">The session.</param>
/// <param name="Operator">Whose it is.</param>
/// <param name="At">When.</param>
/// <param name="Caller">From where.</param>
public sealed record ActiveOperator(OperatorSession Session, Operator Operator, DateTimeOffset At, Caller Caller);

/// <summary>A passkey that was shown for a challenge and found good.</summary>
/// <param name="At">When.</param>
/// <param name="Challenge">Names the challenge: SHA-256 in hex.</param>
/// <param name="ChallengeExpiresAt">Its end.</param>
/// <param name="OperatorId">Whose passkey it is.</param>
/// <param name="Key">The passkey as it is kept from now on.</param>
public sealed record ShownKey(
    DateTimeOffset At, string Challenge, DateTimeOffset ChallengeExpiresAt, string OperatorId, PasskeyCredential Key);
