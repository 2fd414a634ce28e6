using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Results;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Attacks.Fuzz;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Operations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CouponAdmin.Tests.Attacks;

/// <summary>Texts that would be something else than text, from the campaign's form to page, file, audit and log: refused by the name of their field, or shown as they are.</summary>
public sealed class HostileNamesTests
{
    private const string Plain = "Spring drop";
    private static readonly string[] Fields = ["name", "description"];
    private static readonly int[] Refusals = [400, 401, 431];

    [Fact]
    public async Task Name_WhenHostile_IsRefusedOrStaysText()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        Visitor reader = await People.SignInAsync(product, Roles.Operator);
        string[] plain = await ShapesAsync(product, reader, await CreateAsync(product, Plain));
        int shown = 0;
        foreach (string name in HostileText.All)
        {
            string slug = SaleClient.FreshSlug("hostile");
            Answer answer = await product.Sale.PostAsync(SaleClient.Admin, product.Tokens.Operator(), Body(slug, name));
            if ((int)answer.Status == 400)
            {
                Assert.NotEmpty(answer.BadFields);
                Assert.All(answer.BadFields, field => Assert.Contains(field, Fields));
                continue;
            }

            Assert.Equal(name, answer.Is(201).String("name"));
            (await product.Sale.PostAsync($"{SaleClient.Admin}/{slug}/publish", product.Tokens.Operator())).Is(200);
            Assert.Equal(plain, await ShapesAsync(product, reader, slug));
            shown++;
        }

        Assert.InRange(shown, 20, HostileText.All.Count - 12);
    }

    [Fact]
    public async Task MemberAndReason_WhenHostile_AreOneCellOfTextInEveryFile()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await product.OpenAsync("cells", quantity: 200);
        List<string> members = [];
        foreach (string member in HostileText.All.Where(text => !text.Contains('\uD800') && !text.StartsWith('\uDC00')))
        {
            Answer claimed = await product.Sale.ClaimAsync(slug, product.Tokens.Member(member));
            if (claimed.HasTicket)
            {
                members.Add(member);
            }
            else
            {
                Assert.Contains((int)claimed.Status, Refusals);
            }
        }

        await Eventually.HoldsAsync<Answer>(() => product.Sale.GetAsync($"{SaleClient.Admin}/{slug}/stats", product.Tokens.Viewer()), stats => stats.Number("issued") == members.Count);
        List<string> reasons = [];
        foreach (string reason in HostileText.All)
        {
            Answer changed = await product.Sale.PutAsync($"{SaleClient.Admin}/{slug}/quantity", product.Tokens.Operator(), new { quantity = 200 + reasons.Count, reason = Escapable(reason) });
            if ((int)changed.Status == 200)
            {
                reasons.Add(reason);
            }
            else
            {
                Assert.Equal(["reason"], changed.Is(400).BadFields);
            }
        }

        List<string[]> issued = await RowsAsync(product, $"{SaleClient.Admin}/{slug}/issuances.csv", columns: 8);
        Assert.Equal(members.Select(Cell), issued.Select(row => row[1]));
        List<string[]> audit = await RowsAsync(product, $"/api/v1/admin/audit.csv?subject={slug}&action=change-quantity", columns: 9);
        Assert.Equal(reasons.Select(reason => Cell(reason)), audit.Select(row => row[7]));

        Visitor reader = await People.SignInAsync(product, Roles.Administrator);
        foreach (string path in new[] { $"/admin/campaigns/{slug}?tab=history", $"/admin/campaigns/{slug}?tab=audit", "/admin/audit", "/admin/claims?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E" })
        {
            IDocument page = await PageAsync(product, reader, path);
            Assert.Empty(page.QuerySelectorAll("script:not([src]):not([type=importmap]), iframe, object, embed, base[href*='evil'], img[onerror], svg[onload], a[href^='javascript:']"));
        }
    }

    [Fact]
    public async Task Download_WhenTheAddressNamesSomethingElse_NeverWritesItIntoAHeader()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        foreach (string slug in new[] { "a%0d%0aX-Forged: 1", "a%22;filename=x.exe", "..%2f..%2fetc", "%E2%80%AEgnp" })
        {
            using HttpResponseMessage answer = await product.SendAsync(
                new HttpRequestMessage(HttpMethod.Get, $"{SaleClient.Admin}/{slug}/issuances.csv"), new Visitor("a program", Token: product.Tokens.Viewer()));
            Assert.Equal(404, (int)answer.StatusCode);
            Assert.False(answer.Headers.Contains("X-Forged"));
            Assert.Null(answer.Content.Headers.ContentDisposition);
        }
    }

    [Fact]
    public void Log_WhenATextWouldForgeAnEntryOrSteerATerminal_ShowsItAsItIs()
    {
        foreach (string hostile in HostileText.All)
        {
            StringWriter written = new();
            LogEntry<string> entry = new(LogLevel.Warning, "Category", new EventId(7), hostile, new InvalidOperationException(hostile), (text, _) => $"Campaign {text} is away");
            new LogLines(TimeProvider.System).Write(entry, null, written);

            string[] lines = written.ToString().TrimEnd('\n').Split('\n');
            Assert.Matches(@"^\d\d:\d\d:\d\d\.\d{3} warn: Category\[7\]$", lines[0]);
            Assert.All(lines.Skip(1), line => Assert.StartsWith("      ", line, StringComparison.Ordinal));
            Assert.DoesNotContain(written.ToString(), c => (char.IsControl(c) && c is not ('\n' or '\t')) || c is '\u2028' or '\u202E');
        }
    }

    [Fact]
    public async Task Process_WhenItRuns_WritesItsLogThatWay()
    {
        RunningProduct product = await RunningProduct.SharedAsync();

        string output = await Eventually.HoldsAsync(() => product.App.Output, text => text.Contains("info: ", StringComparison.Ordinal));

        Assert.All(output.Split('\n'), line => Assert.Matches(@"^( {6}|\d\d:\d\d:\d\d\.\d{3} (trce|dbug|info|warn|fail|crit): [A-Za-z]|$)", line));
    }

    private static Dictionary<string, object?> Body(string slug, string name) =>
        SaleClient.Draft(slug, changes: [("name", Escapable(name)), ("description", Escapable(name))]);

    // A half of a character can't be sent as text; the fuzz run sends it as an escape.
    private static string Escapable(string text) => text.Replace('\uD800', '\u0007').Replace('\uDC00', '\u0007');

    private static async Task<string> CreateAsync(AttackedProduct product, string name)
    {
        string slug = SaleClient.FreshSlug("plain");
        await product.Sale.OpenAsync(Body(slug, name), product.Tokens.Operator());
        return slug;
    }

    // Every element with the names of its attributes: one more, and text has become markup.
    private static async Task<string[]> ShapesAsync(AttackedProduct product, Visitor reader, string slug)
    {
        List<string> shapes = [];
        foreach (string path in new[] { $"/c/{slug}", $"/admin/campaigns/{slug}", $"/admin/campaigns/{slug}/report" })
        {
            IDocument page = await PageAsync(product, reader, path);
            shapes.Add(string.Join(' ', page.All.Where(e => e.LocalName is not ("path" or "br")).Select(e => $"{e.LocalName}[{string.Join(',', e.Attributes.Select(a => a.Name))}]")));
        }

        return [.. shapes];
    }

    private static async Task<IDocument> PageAsync(AttackedProduct product, Visitor reader, string path)
    {
        using HttpResponseMessage answer = await product.GetAsync(path, reader);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
        return await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
    }

    // What a spreadsheet would run gets an apostrophe, what it would change a tab: SpreadsheetCellTests.
    private static string Cell(string text)
    {
        string cell = SpreadsheetCell.Guard(text);
        Assert.False(cell.AsSpan().TrimStart(' ') is [('=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠'), ..], cell);
        return cell;
    }

    // RFC 4180, section 2, by hand: the reader must not be as kind as the writer.
    private static async Task<List<string[]>> RowsAsync(AttackedProduct product, string path, int columns)
    {
        string file = Encoding.UTF8.GetString(await product.Sale.DownloadAsync(path, product.Tokens.Operator()))[1..];
        List<string[]> rows = [];
        List<string> row = [];
        StringBuilder cell = new();
        bool quoted = false;
        for (int i = 0; i < file.Length; i++)
        {
            char c = file[i];
            if (quoted && c == '"' && i + 1 < file.Length && file[i + 1] == '"')
            {
                cell.Append(file[++i]);
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && c is ',' or '\r')
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (c == '\r')
                {
                    Assert.Equal('\n', file[++i]);
                    rows.Add([.. row]);
                    row.Clear();
                }
            }
            else
            {
                Assert.True(quoted || c != '\n', "A line's end alone.");
                cell.Append(c);
            }
        }

        Assert.All(rows, r => Assert.Equal(columns, r.Length));
        return rows[1..];
    }
}
