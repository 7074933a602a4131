namespace OrleansEntry.Grains.Accounts;

/// <summary>What operators read about accounts. The activity log is the record; this is not.</summary>
internal static partial class AccountLog
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Warning, Message = "Account {Account}: a write failed; the activation reads again")]
    public static partial void WriteFailed(this ILogger log, string account, Exception exception);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning,
        Message = "Account {Account}: log entries or mails could not be delivered; trying again in {Seconds} s")]
    public static partial void DeliveryFailed(this ILogger log, string account, double seconds, Exception exception);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Critical,
        Message = "Account {Account}: a passkey was changed in the store, and is refused: it does not bear its MAC")]
    public static partial void PasskeyChanged(this ILogger log, string account);
}
