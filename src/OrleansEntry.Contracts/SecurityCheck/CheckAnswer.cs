namespace OrleansEntry.Contracts.SecurityCheck;

/// <summary>An answer to a challenge.</summary>
[GenerateSerializer, Immutable, Alias("entry.CheckAnswer")]
public sealed record CheckAnswer
{
    /// <summary>The scope that the check was opened for.</summary>
    [Id(0)] public required CheckScope Scope { get; init; }

    /// <summary>Which of the offered kinds it answers; any other is a wrong answer.</summary>
    [Id(1)] public required string Kind { get; init; }

    /// <summary>For <c>slide</c> and <c>puzzle</c> the movement, as JSON; for <c>equation</c> the number; for <c>proof-of-work</c>
    /// the widget's payload, base64. More than 4,096 characters are a wrong answer.</summary>
    [Id(2)] public required string Answer { get; init; }

    /// <summary>Never prints the answer.</summary>
    public override string ToString() => $"{nameof(CheckAnswer)} for {Scope}";
}

/// <summary>What an answer came to. Closed: only the three below.</summary>
[GenerateSerializer, Immutable, Alias("entry.CheckReply")]
public abstract record CheckReply
{
    private CheckReply() { }

    /// <summary>Right: the pass now waits to be redeemed.</summary>
    [GenerateSerializer, Immutable, Alias("entry.CheckReply.Passed")]
    public sealed record Passed : CheckReply;

    /// <summary>Wrong.</summary>
    [GenerateSerializer, Immutable, Alias("entry.CheckReply.Wrong")]
    public sealed record Wrong : CheckReply
    {
        /// <summary>Tries left at the challenge that was answered; 0 when it is over.</summary>
        [Id(0)] public required int TriesLeft { get; init; }

        /// <summary>The next challenge, when no try was left at the one that was answered.</summary>
        [Id(1)] public CheckOffer? Fresh { get; init; }
    }

    /// <summary>Unknown, expired, used or another's: the caller can not tell which. A new check can be taken.</summary>
    [GenerateSerializer, Immutable, Alias("entry.CheckReply.Gone")]
    public sealed record Gone : CheckReply;
}
