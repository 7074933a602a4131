namespace OrleansEntry.Core.Operators;

/// <summary>How a decision about operators ends. Closed: only the cases below.</summary>
public abstract record OperatorAnswer
{
    private OperatorAnswer() { }

    /// <summary>Done, or begun: it is in the log.</summary>
    public sealed record Done : OperatorAnswer;

    /// <summary>An operator was enrolled.</summary>
    public sealed record Enrolled(Operator Operator) : OperatorAnswer;

    /// <summary>A session began.</summary>
    public sealed record Entered(OperatorSession Session) : OperatorAnswer;

    /// <summary>It waits for a second operator.</summary>
    public sealed record Proposed(Proposal Proposal) : OperatorAnswer;

    /// <summary>A second operator agreed: it is to be done now.</summary>
    public sealed record Agreed(Proposal Proposal) : OperatorAnswer;

    /// <summary>The operator does not have the role.</summary>
    public sealed record NotAllowed(string Role) : OperatorAnswer;

    /// <summary>It takes somebody else than who wants it.</summary>
    public sealed record AnotherNeeded : OperatorAnswer;

    /// <summary>There is none of this name.</summary>
    public sealed record NotFound : OperatorAnswer;

    /// <summary>The invitation or challenge is over or was used, or the passkey is nobody's.</summary>
    public sealed record Gone : OperatorAnswer;

    /// <summary>The passkey can be kept on several devices: it is none for an operator.</summary>
    public sealed record Copyable : OperatorAnswer;

    /// <summary>Somebody else is called so, or has this passkey.</summary>
    public sealed record Taken : OperatorAnswer;

    /// <summary>There is no room for one more.</summary>
    public sealed record Full : OperatorAnswer;

    /// <summary>Nobody would be left who can invite.</summary>
    public sealed record LastAdmin : OperatorAnswer;
}

/// <summary>What a rule about operators decides.</summary>
/// <param name="Answer">For the caller.</param>
/// <param name="State">The same instance when nothing changed; then nothing is written.</param>
public readonly record struct OperatorDecision(OperatorAnswer Answer, OperatorsState State);
