namespace CouponAdmin.Web.Accounts.SetUp;

/// <summary>Whether somebody still has to make the first administrator. Once there was one, nobody asks the database again: members sign in by the thousand.</summary>
internal sealed class NewSite(IServiceScopeFactory scopes)
{
    private volatile bool _isSetUp;

    public async Task<bool> HasNoAdministratorAsync()
    {
        if (_isSetUp)
        {
            return false;
        }

        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        _isSetUp = !await scope.ServiceProvider.GetRequiredService<FirstAdministrator>().IsNeededAsync();
        return !_isSetUp;
    }
}
