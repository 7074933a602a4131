using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Operators;
using OrleansEntry.Core.Passkeys;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Operators;

/// <summary>Operators and what happened to them.</summary>
internal sealed class Staff
{
    private int _drawn;

    public static DeploymentKeys Keys { get; } = new(new byte[32]);

    public OperatorsState State { get; set; } = OperatorsState.Empty;

    public static OperatorReason Why { get; } = Reason("ticket 4711");

    public static OperatorReason Reason(string text) =>
        OperatorReason.TryParse(text, out var reason) ? reason : throw new ArgumentException(text);

    public static OperatorInvitation Invitation(string name, DateTimeOffset at, params string[] roles) =>
        OperatorInvitation.TryMake(name, roles, at, out var invitation) ? invitation : throw new ArgumentException(name);

    public static PasskeyCredential Key(int n, uint counter = 0, bool copyable = false) =>
        new() { Id = [.. Hash(n)], PublicKey = [1, 2, 3], Counter = counter, BackupEligible = copyable };

    public OperatorAnswer Do(OperatorDecision decision)
    {
        State = decision.State;
        return decision.Answer;
    }

    public Operator Hire(string name, DateTimeOffset at, params string[] roles)
    {
        var n = ++_drawn;
        return Assert.IsType<OperatorAnswer.Enrolled>(
            Do(OperatorRules.Enrol(State, Invitation(name, at, roles), Name(n), Key(n), at, Stranger, Keys))).Operator;
    }

    public ActiveOperator Enter(Operator known, DateTimeOffset at)
    {
        var entered = Assert.IsType<OperatorAnswer.Entered>(Do(OperatorRules.Enter(
            State, Shown(known, at), SessionSeed(++_drawn), Stranger)));
        return new ActiveOperator(entered.Session, State.Operators.Single(o => o.Id == known.Id), at, Stranger);
    }

    public ActiveOperator HireAndEnter(string name, DateTimeOffset at, params string[] roles) => Enter(Hire(name, at, roles), at);

    public ShownKey Shown(Operator known, DateTimeOffset at, uint counter = 0, string? challenge = null) =>
        new(at, challenge ?? $"challenge {++_drawn}", at.AddMinutes(5), known.Id, known.Key with { Counter = counter });

    public ActivityEntry Last => State.Log.Undelivered[^1];
}
