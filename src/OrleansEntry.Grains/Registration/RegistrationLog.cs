namespace OrleansEntry.Grains.Registration;

internal static partial class RegistrationLog
{
    [LoggerMessage(EventId = 1101, Level = LogLevel.Warning,
        Message = "Mail {MessageId} could not be handed over; it is tried again in {Seconds} s for as long as its code works")]
    public static partial void MailFailed(this ILogger log, string messageId, double seconds, Exception exception);
}
