namespace OrleansEntry.Grains.Registration;

internal static partial class RegistrationLog
{
    [LoggerMessage(
        EventId = 1101, Level = LogLevel.Warning, Message = "Mail {MessageId} could not be handed over; the person can ask for another")]
    public static partial void MailFailed(this ILogger log, string messageId, Exception exception);
}
