namespace OrleansEntry.Grains.Mail;

/// <summary>Sends mail. What was accepted once under a message id may be handed over again without harm.</summary>
public interface IMailer
{
    /// <summary>Hands a mail over: when the task completes, the next station has accepted it durably.</summary>
    /// <param name="message">What to send.</param>
    /// <param name="cancellationToken">Stops waiting; the mail may or may not have gone out.</param>
    /// <exception cref="IOException">It could not be handed over: send it again later, under the same message id.</exception>
    Task Send(MailMessage message, CancellationToken cancellationToken);
}

/// <summary>A mail to one person.</summary>
/// <param name="MessageId">Names the mail: whoever retries sends the same id, and the person gets one mail.</param>
/// <param name="To">The person's address.</param>
/// <param name="Subject">The subject, one line, nothing personal.</param>
/// <param name="Text">The whole mail as plain text.</param>
public sealed record MailMessage(string MessageId, string To, string Subject, string Text)
{
    /// <summary>Never prints the address or the text: it may hold a code.</summary>
    public override string ToString() => $"[mail {MessageId}]";
}
