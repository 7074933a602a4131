using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using MimeKit;

namespace OrleansEntry.Server.Mail;

/// <summary>Section <c>Mail</c>, as far as it says how mail leaves. Without a host a development server keeps its mail in its outbox,
/// and a production server does not start.</summary>
internal sealed class DeliveryOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Mail";

    /// <summary>The mail server.</summary>
    public SmtpOptions Smtp { get; } = new();
}

/// <summary>How the connection to the mail server is kept private.</summary>
internal enum SmtpSecurity
{
    /// <summary>It begins in the clear and must turn to TLS before anything else (RFC 3207). Usual on port 587.</summary>
    StartTls,

    /// <summary>TLS from the first byte (RFC 8314). Usual on port 465.</summary>
    SslOnConnect,

    /// <summary>In the clear: development only.</summary>
    None,
}

/// <summary>Section <c>Mail:Smtp</c>. It never prints the password.</summary>
internal sealed class SmtpOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Mail:Smtp";

    /// <summary>The server's name. Required in production.</summary>
    public string? Host { get; set; }

    /// <summary>Its port. 1 to 65,535; default 587.</summary>
    [Range(1, 65_535)] public int Port { get; set; } = 587;

    /// <summary>Who signs in; nobody when empty.</summary>
    public string? User { get; set; }

    /// <summary>The password of <see cref="User"/>.</summary>
    public string? Password { get; set; }

    /// <summary>The sender: <c>entry@example.test</c> or <c>Example Exchange &lt;entry@example.test&gt;</c>. Required with a
    /// host.</summary>
    public string? From { get; set; }

    /// <summary>TLS. Default <see cref="SmtpSecurity.StartTls"/>.</summary>
    [EnumDataType(typeof(SmtpSecurity))] public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>Longest wait for each answer of the server. 1 second to 2 minutes; default 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")] public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether a server is named.</summary>
    public bool HasHost => !string.IsNullOrEmpty(Host);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (HasHost && !MailboxAddress.TryParse(From, out _))
            yield return new ValidationResult("Mail:Smtp:From must be an address such as entry@example.test.");
        if (string.IsNullOrEmpty(User) != string.IsNullOrEmpty(Password))
            yield return new ValidationResult("Mail:Smtp:User and Mail:Smtp:Password go together: set both or neither.");
    }

    /// <summary>Never the password.</summary>
    public override string ToString() => $"[smtp {Host}:{Port}]";
}

[OptionsValidator]
internal sealed partial class SmtpOptionsValidator : IValidateOptions<SmtpOptions>;
