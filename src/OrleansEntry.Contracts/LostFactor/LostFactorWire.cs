namespace OrleansEntry.Contracts.LostFactor;

/// <summary>A mailed code that somebody gave who lost the second factor.</summary>
[GenerateSerializer, Immutable, Alias("entry.LossAttempt")]
public sealed record LossAttempt
{
    /// <summary>The entry, which waits for the second factor.</summary>
    [Id(0)] public required Entry.EntryTicket Ticket { get; init; }

    /// <summary>Where it comes from.</summary>
    [Id(1)] public required Visit Visit { get; init; }

    /// <summary>The code, digits alone.</summary>
    [Id(2)] public required string Code { get; init; }

    /// <summary>Never prints the code.</summary>
    public override string ToString() => $"{nameof(LossAttempt)} from {Visit}";
}

/// <summary>How asking for the removal of a lost second factor ended. Closed.</summary>
[GenerateSerializer, Immutable, Alias("entry.LossReply")]
public abstract record LossReply
{
    private LossReply() { }

    /// <summary>A code was mailed to the account's address.</summary>
    [GenerateSerializer, Immutable, Alias("entry.LossReply.CodeMailed")]
    public sealed record CodeMailed : LossReply
    {
        /// <summary>Until when it works.</summary>
        [Id(0)] public required DateTimeOffset ExpiresAt { get; init; }
    }

    /// <summary>The wait began.</summary>
    [GenerateSerializer, Immutable, Alias("entry.LossReply.Begun")]
    public sealed record Begun : LossReply
    {
        /// <summary>Its end, at the earliest.</summary>
        [Id(0)] public required DateTimeOffset EndsAt { get; init; }
    }

    /// <summary>A wait runs already.</summary>
    [GenerateSerializer, Immutable, Alias("entry.LossReply.Running")]
    public sealed record Running : LossReply
    {
        /// <summary>Its end, at the earliest.</summary>
        [Id(0)] public required DateTimeOffset EndsAt { get; init; }
    }

    /// <summary>The passcode came by mail: it and a mailed code are one proof.</summary>
    [GenerateSerializer, Immutable, Alias("entry.LossReply.PasscodeByMail")]
    public sealed record PasscodeByMail : LossReply;

    /// <summary>The identifier is new: a mail to it proves nothing yet.</summary>
    [GenerateSerializer, Immutable, Alias("entry.LossReply.NewAddress")]
    public sealed record NewAddress : LossReply
    {
        /// <summary>When it does.</summary>
        [Id(0)] public required DateTimeOffset Until { get; init; }
    }

    /// <summary>The code was wrong and was counted.</summary>
    [GenerateSerializer, Immutable, Alias("entry.LossReply.Refused")]
    public sealed record Refused : LossReply;

    /// <summary>The code works no more.</summary>
    [GenerateSerializer, Immutable, Alias("entry.LossReply.CodeOver")]
    public sealed record CodeOver : LossReply;

    /// <summary>Nothing is done before <see cref="Until"/>.</summary>
    [GenerateSerializer, Immutable, Alias("entry.LossReply.Waiting")]
    public sealed record Waiting : LossReply
    {
        /// <summary>When the wait is over.</summary>
        [Id(0)] public required DateTimeOffset Until { get; init; }
    }

    /// <summary>The passcode is out of use here.</summary>
    [GenerateSerializer, Immutable, Alias("entry.LossReply.OutOfUse")]
    public sealed record OutOfUse : LossReply;

    /// <summary>The entry does not wait for a second factor.</summary>
    [GenerateSerializer, Immutable, Alias("entry.LossReply.WrongStep")]
    public sealed record WrongStep : LossReply;

    /// <summary>The entry is over.</summary>
    [GenerateSerializer, Immutable, Alias("entry.LossReply.Expired")]
    public sealed record Expired : LossReply;
}

/// <summary>A removal of the second factor that waits.</summary>
[GenerateSerializer, Immutable, Alias("entry.RemovalView")]
public sealed record RemovalView
{
    /// <summary>When it was asked for.</summary>
    [Id(0)] public required DateTimeOffset Since { get; init; }

    /// <summary>When the factor is removed, at the earliest.</summary>
    [Id(1)] public required DateTimeOffset EndsAt { get; init; }

    /// <summary>From which network it was asked for.</summary>
    [Id(2)] public required string Network { get; init; }

    /// <summary>By what client.</summary>
    [Id(3)] public required string Agent { get; init; }
}
