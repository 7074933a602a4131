namespace OrleansEntry.Grains.Duty;

internal static partial class DutyLog
{
    [LoggerMessage(EventId = 1201, Level = LogLevel.Warning,
        Message = "{Account} could not be asked whether it owes log entries or mails; it is asked again")]
    public static partial void NotAsked(this ILogger log, string account, Exception exception);

    [LoggerMessage(EventId = 1202, Level = LogLevel.Warning,
        Message = "{Count} ledger(s) of what accounts owe could not be woken; they are woken again in {Seconds} s")]
    public static partial void NotWoken(this ILogger log, int count, double seconds, Exception? exception);
}
