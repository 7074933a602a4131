namespace OrleansEntry.Grains.Mail;

/// <summary>Section <c>Service</c>: how the service calls itself in mails and authenticator apps.</summary>
public sealed class ServiceOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Service";

    /// <summary>The service's name. Default <c>Example Exchange</c>.</summary>
    public string Name { get; set; } = "Example Exchange";
}
