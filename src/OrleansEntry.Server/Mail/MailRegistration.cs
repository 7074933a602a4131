using Microsoft.Extensions.Options;
using OrleansEntry.Grains.Mail;
using OrleansEntry.Server.Settings;

namespace OrleansEntry.Server.Mail;

/// <summary>Brings in the way mail leaves.</summary>
internal static class MailRegistration
{
    extension(WebApplicationBuilder builder)
    {
        /// <summary>Adds the mail server of section <see cref="SmtpOptions.Section"/>; without one, a development server's outbox.</summary>
        public WebApplicationBuilder AddMail()
        {
            var services = builder.Services;
            services.AddSingleton<IValidateOptions<SmtpOptions>, SmtpOptionsValidator>();
            services.AddOptions<SmtpOptions>()
                .BindConfiguration(SmtpOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
                .ValidateOnStart();

            var hasServer = !string.IsNullOrEmpty(builder.Configuration[$"{SmtpOptions.Section}:Host"]);
            if (hasServer || !builder.Environment.IsDevelopment())
                services.AddSingleton<IMailer, SmtpMailer>();
            else
                services.AddSingleton(sp => new OutboxMailer(sp.GetRequiredService<ServerFolder>().Subfolder("outbox"), sp.GetRequiredService<TimeProvider>()))
                    .AddSingleton<IMailer>(sp => sp.GetRequiredService<OutboxMailer>());
            return builder;
        }
    }
}
