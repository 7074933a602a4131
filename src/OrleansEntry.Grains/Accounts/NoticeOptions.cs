using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansEntry.Grains.Accounts;

/// <summary>Section <c>Notices</c>: mails that wait while the mail service is down.</summary>
public sealed class NoticeOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Notices";

    /// <summary>Most mails of an account that wait for its identifier; the oldest give way. 16 to 128; default 64.</summary>
    [Range(16, 128)] public int MaxWaiting { get; set; } = 64;

    /// <summary>The same for each alert address. 4 to 32; default 16.</summary>
    [Range(4, 32)] public int MaxWaitingFurther { get; set; } = 16;

    internal Core.Notices.NoticePolicy ToPolicy() => new() { MaxWaiting = MaxWaiting, MaxWaitingFurther = MaxWaitingFurther };
}

[OptionsValidator] internal sealed partial class NoticeOptionsValidator : IValidateOptions<NoticeOptions>;
