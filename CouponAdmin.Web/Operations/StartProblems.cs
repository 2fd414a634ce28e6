using System.Data.Common;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Connections;

namespace CouponAdmin.Web.Operations;

/// <summary>What keeps the program from starting and can be mended by the person who starts it: said in words, without a stack trace.</summary>
internal static class StartProblems
{
    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";
    private const int BackgroundServiceFaulted = 9;
    private const string KestrelCategory = "Microsoft.AspNetCore.Server.Kestrel";

    /// <summary>The sentence for that person; null for everything else, which is a fault of the program and ends it with its trace.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        SettingException or SchemaOutdatedException or SchemaNewerException or DatabaseRefusedException or StoreRefusedException or DataDirectoryInUseException => exception.Message,
        IOException { InnerException: AddressInUseException } => $"{exception.Message} Stop the program that listens there, or set ASPNETCORE_URLS to another address.",
        DbException => $"The database can't be used: {exception.Message} Check Database:Provider and ConnectionStrings:Database, and whether its server runs; for SQLite, its folder.",
        InvalidOperationException { InnerException: DbException inner } => Explain(inner),
        InvalidDataException { InnerException: FormatException or System.Text.Json.JsonException } => $"{exception.Message} {exception.InnerException.Message}",
        UnauthorizedAccessException => $"A file can't be used: {exception.Message} Check DataDirectory and who may write there.",
        _ => null,
    };

    /// <summary>What the framework writes about a start that failed, before <see cref="Explain"/> has its say: the trace of a known problem helps nobody.</summary>
    public static bool IsTraceNeedless(string category, EventId what, Exception exception) =>
        (category == HostCategory && exception is OperationCanceledException)
        || (category is HostCategory or KestrelCategory && what.Id != BackgroundServiceFaulted && (Serving.Explain(exception) ?? Explain(exception)) is not null);
}
