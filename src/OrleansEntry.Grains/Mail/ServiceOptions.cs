namespace OrleansEntry.Grains.Mail;

/// <summary>Section <c>Service</c>: how the service calls itself in mails and authenticator apps.</summary>
public sealed class ServiceOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Service";

    /// <summary>The service's name. Default <c>Example Exchange</c>.</summary>
    public string Name { get; set; } = "Example Exchange";

    /// <summary>Where the entrance is, for the links of mails: scheme and host, for example <c>https://entry.example.test</c>. Default: the
    /// first of <c>Gateway:PublicOrigins</c>, else of <c>AllowedHosts</c> over https; in development, else, the first of
    /// <c>Urls</c>.</summary>
    public string? EntranceUrl { get; set; }
}
