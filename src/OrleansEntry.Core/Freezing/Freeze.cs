namespace OrleansEntry.Core.Freezing;

/// <summary>An account that nobody enters and in which nothing changes, until its owner came the way back.</summary>
/// <param name="Since">From when.</param>
/// <param name="Why">One of <see cref="FreezeReason"/>.</param>
public sealed record Freeze(DateTimeOffset Since, string Why);

/// <summary>Why an account is frozen, as it is stored and logged: only ever added to.</summary>
public static class FreezeReason
{
    /// <summary>Somebody inside a session froze it.</summary>
    public const string Owner = "owner";

    /// <summary>Somebody inside a session said of a log entry that it was not them.</summary>
    public const string Report = "report";

    /// <summary>Somebody said so by the link of a mail.</summary>
    public const string Mail = "mail";

    /// <summary>An operator froze it: only operators open it again.</summary>
    public const string Operator = "operator";

    /// <summary>The former address took a change of identifier back.</summary>
    public const string Undo = "undo";
}
