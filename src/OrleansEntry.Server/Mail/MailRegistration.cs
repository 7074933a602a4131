using Microsoft.Extensions.Options;
using OrleansEntry.Gateway;
using OrleansEntry.Grains.Mail;
using OrleansEntry.Server.Settings;

namespace OrleansEntry.Server.Mail;

/// <summary>Brings in the way mail leaves.</summary>
internal static class MailRegistration
{
    extension(WebApplicationBuilder builder)
    {
        /// <summary>Adds the mail server of section <see cref="SmtpOptions.Section"/>; without one, a development server's
        /// outbox.</summary>
        public WebApplicationBuilder AddMail()
        {
            var services = builder.Services;
            services.AddSingleton<IValidateOptions<SmtpOptions>, SmtpOptionsValidator>();
            services.AddOptions<SmtpOptions>()
                .BindConfiguration(SmtpOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
                .ValidateOnStart();

            services.PostConfigure<ServiceOptions>(o => o.EntranceUrl = (o.EntranceUrl ?? EntranceOf(builder.Configuration)).TrimEnd('/'));

            var hasServer = !string.IsNullOrEmpty(builder.Configuration[$"{SmtpOptions.Section}:Host"]);
            if (hasServer || !builder.Environment.IsDevelopment())
                services.AddSingleton<IMailer, SmtpMailer>();
            else
                services.AddSingleton(sp =>
                    new OutboxMailer(sp.GetRequiredService<ServerFolder>().Subfolder("outbox"), sp.GetRequiredService<TimeProvider>()))
                    .AddSingleton<IMailer>(sp => sp.GetRequiredService<OutboxMailer>());
            return builder;
        }
    }

    // What a link of a mail leads to when nobody said it.
    private static string EntranceOf(IConfiguration settings)
    {
        if (settings.GetSection($"{GatewayOptions.Section}:{nameof(GatewayOptions.PublicOrigins)}").GetChildren()
            .FirstOrDefault()?.Value is { } origin)
            return origin;

        var url = (settings["Urls"] ?? "").Split(';')[0];
        var host = (settings["AllowedHosts"] ?? "").Split(';')[0];
        return host is "" or "localhost" || host.StartsWith('*') ? url : $"https://{host}";
    }
}
