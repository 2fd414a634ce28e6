namespace CouponAdmin.Web.Http;

/// <summary>What somebody may do in the console and its interface; which roles may is said where the policies are registered.</summary>
public static class Policies
{
    /// <summary>Sees everything, changes nothing.</summary>
    public const string Read = "read";

    /// <summary>Creates, runs and ends campaigns.</summary>
    public const string Operate = "operate";
}
