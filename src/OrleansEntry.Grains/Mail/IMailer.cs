namespace OrleansEntry.Grains.Mail;

/// <summary>One mail.</summary>
/// <param name="MessageId">Its name: a mail handed over twice under one name is one mail.</param>
/// <param name="To">The address.</param>
/// <param name="Subject">The subject; no secret stands in it.</param>
/// <param name="Text">The text.</param>
public sealed record MailMessage(string MessageId, string To, string Subject, string Text)
{
    /// <summary>The same text as a page: what it says, and nothing more.</summary>
    public string Html => MailHtml.Of(Subject, Text);

    /// <summary>Never prints address or text.</summary>
    public override string ToString() => $"mail {MessageId}";
}

/// <summary>Hands mails over to whatever carries them.</summary>
public interface IMailer
{
    /// <summary>Hands one over; when the task completes, the carrier has it for good.</summary>
    /// <exception cref="IOException">The carrier could not be reached or refused: try again later.</exception>
    Task Send(MailMessage message, CancellationToken cancellationToken = default);
}
