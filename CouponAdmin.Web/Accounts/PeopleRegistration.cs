using CouponAdmin.Core.Database;
using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Accounts.Links;
using CouponAdmin.Web.Accounts.Outside;
using CouponAdmin.Web.Accounts.Passkeys;
using CouponAdmin.Web.Accounts.SetUp;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Web.Accounts;

/// <summary>Cookies for people, bearer tokens for programs; one subject, one set of roles.</summary>
internal static class PeopleRegistration
{
    /// <summary>Looks at the request: a bearer token is judged as one, everything else by its cookie.</summary>
    private const string EitherScheme = "cookie-or-bearer";

    /// <summary>The domain that passkeys are made for; empty: the address of the request. Set it where one sale has several host names.</summary>
    public const string PasskeyDomainSetting = "Authentication:Passkeys:Domain";

    public static void AddPeople(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        builder.AddKeyRing();
        services.AddScoped<ILookupNormalizer, EmailNormalizer>();
        services.AddIdentityCore<Account>(Configure)
            .AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<CouponDbContext>()
            .AddUserManager<OwnAccounts>()
            .AddSignInManager<AccountDoor>()
            .AddClaimsPrincipalFactory<AccountClaims>()
            .AddPasswordValidator<CommonPasswords>()
            .AddUserValidator<EmailRules>()
            .AddDefaultTokenProviders()
            .AddTokenProvider<ResetTokens>(ResetTokens.ProviderName)
            .AddTokenProvider<InviteTokens>(InviteTokens.ProviderName);
        services.AddSingleton<AddressSeal>().AddSingleton<LinkAsks>().AddSingleton<AccountMail>().AddSingleton<EmailNormalizer>();
        services.AddScoped<IUserConfirmation<Account>, EnabledAccounts>();
        services.AddScoped<PasskeyDoor>().Configure<IdentityPasskeyOptions>(options =>
        {
            options.ServerDomain = builder.Configuration[PasskeyDomainSetting] is { Length: > 0 } domain ? domain : null;

            // A key that the browser finds by itself: signing in asks for no email.
            options.ResidentKeyRequirement = "required";
            options.UserVerificationRequirement = "required";
        });
        services.AddScoped<ISecurityStampValidator, SessionValidation>()
            .Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = SessionValidation.StaffEvery);
        services.AddSingleton<SigningKey>().AddSingleton<OwnTokens>().AddSingleton<VouchedTime>().ConfigureOptions<BearerTokens>();
        services.AddSingleton<SessionCookies>().AddSingleton<KnownBrowsers>().ConfigureOptions<SessionCookies>();
        services.AddSingleton<MemberPasses>().ConfigureOptions<PassGivingCookies>();
        services.AddScoped<FirstAdministrator>();
        services.AddSingleton<NewSite>();

        // In place of the framework's own, which would believe a circuit's person for as long as the page is open.
        services.AddScoped<AuthenticationStateProvider, CircuitValidation>();
        OidcOptions outside = OidcOptions.Read(builder.Configuration, builder.Environment);
        services.AddSingleton(outside).AddScoped<OutsideDoor>();
        AuthenticationBuilder schemes = services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, options =>
            {
                options.ForwardDefaultSelector = context => HasBearer(context.Request) ? OutsideTokens.SchemeOf(context.Request, outside) : IdentityConstants.ApplicationScheme;
            })
            .AddJwtBearer();
        if (outside.TakesTokens)
        {
            schemes.AddJwtBearer(OutsideTokens.Scheme, options => OutsideTokens.Configure(options, outside, builder.Environment));
        }

        if (outside.TakesPeople)
        {
            schemes.AddOpenIdConnect(OutsidePeople.Scheme, options => OutsidePeople.Configure(options, outside, builder.Environment));
        }

        schemes.AddIdentityCookies(cookies => cookies.ApplicationCookie!.Configure(ConfigureCookie));
        services.AddAuthorization(Policies.Add);
        services.AddCascadingAuthenticationState();
    }

    /// <summary>What people do besides their pages.</summary>
    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        app.MapSignOut();
        app.MapPasskeys();
        app.MapOutsideSignIn();
    }

    private static bool HasBearer(HttpRequest request) =>
        request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);

    private static void Configure(IdentityOptions options)
    {
        options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
        options.User.RequireUniqueEmail = true;

        // EmailRules says what an address may be.
        options.User.AllowedUserNameCharacters = "";

        // Asks EnabledAccounts.
        options.SignIn.RequireConfirmedAccount = true;

        // Length over composition (NIST SP 800-63B, section 5.1.1.2).
        options.Password.RequiredLength = AccountRules.PasswordLengthMin;
        options.Password.RequireDigit = false;
        options.Password.RequireLowercase = false;
        options.Password.RequireUppercase = false;
        options.Password.RequireNonAlphanumeric = false;
        options.ClaimsIdentity.UserIdClaimType = Principals.SubjectClaim;
        options.ClaimsIdentity.RoleClaimType = Principals.RoleClaim;
        options.ClaimsIdentity.UserNameClaimType = Principals.NameClaim;
    }

    private static void ConfigureCookie(CookieAuthenticationOptions options)
    {
        options.LoginPath = Routes.SignIn;
        options.AccessDeniedPath = Routes.NoAccess;
        options.ReturnUrlParameter = "returnUrl";
        options.ExpireTimeSpan = TimeSpan.FromDays(14);
        options.SlidingExpiration = true;
    }
}
