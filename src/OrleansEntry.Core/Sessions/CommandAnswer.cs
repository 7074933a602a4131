namespace OrleansEntry.Core.Sessions;

/// <summary>How a command inside a session ends. Closed: only the cases below.</summary>
public abstract record CommandAnswer
{
    private CommandAnswer() { }

    /// <summary>Done. The session as it is now.</summary>
    public sealed record Done(Session Session) : CommandAnswer;

    /// <summary>Presence must be proved first.</summary>
    public sealed record ConfirmationDue : CommandAnswer;

    /// <summary>A passcode or code was wrong and was counted.</summary>
    public sealed record Refused(string Reason, TimeSpan? ClockOff = null) : CommandAnswer;

    /// <summary>Not before <paramref name="Until"/>.</summary>
    public sealed record Waiting(DateTimeOffset Until) : CommandAnswer;

    /// <summary>Withdrawals are held until <paramref name="Until"/>.</summary>
    public sealed record Held(DateTimeOffset Until) : CommandAnswer;

    /// <summary>The factor that confirmed presence is too new for this until <paramref name="Until"/>.</summary>
    public sealed record OnProbation(DateTimeOffset Until) : CommandAnswer;

    /// <summary>The authenticator is out of use.</summary>
    public sealed record OutOfUse : CommandAnswer;

    /// <summary>An authenticator must be set up before anything else.</summary>
    public sealed record EnrolmentDue : CommandAnswer;

    /// <summary>The owner locked the security settings.</summary>
    public sealed record SettingsLocked(DateTimeOffset Until) : CommandAnswer;

    /// <summary>The command does not fit the account's state.</summary>
    public sealed record Conflict(string Code) : CommandAnswer;

    /// <summary>There is no such thing in this account.</summary>
    public sealed record NotFound : CommandAnswer;
}
